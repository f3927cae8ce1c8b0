// `npm start`: prepares the checkout, then becomes the service. One process, so signals and the exit code need no passing on.
// (`exec` in the package script is for the same reason: npm's shell would die of a signal and leave the service behind.
// Windows has no `exec`: `node scripts/start.mjs` there.)
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fail, prepare, serverMain } from './prepare.mjs';

if (!prepare({ needs: 'service' })) fail('the build failed; the errors are above. Nothing was started.');
if (!existsSync(serverMain))
  fail('the service is not built: apps/server/dist/main.js is missing. Run `npm run build`.');
process.argv[1] = serverMain;
await import(pathToFileURL(serverMain).href);
