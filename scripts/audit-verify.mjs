// `npm run audit:verify [-- --org ID] [--head HASH]`: looks for what was changed, removed or put in another order in the audit log.
// Exits 1 when it finds something, 2 when it cannot look.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fail } from './prepare.mjs';

const built = fileURLToPath(new URL('../apps/server/dist/audit-verify.js', import.meta.url));
if (!existsSync(built)) fail('the service is not built yet: run "npm start" or "npm run build" first.', 2);

const { auditVerify } = createRequire(built)(built);
process.exitCode = await auditVerify(process.argv.slice(2), process.env, (line) => process.stdout.write(`${line}\n`));
