// What `tsc -b` leaves to do: it keeps what it made of sources that are gone, which would be published; and @castellan/client is
// written a second time, as one ECMAScript module: bundlers take from it only what is used.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

for (const folder of workspaces) {
  const dist = join(root, folder, 'dist');
  for (const file of readdirSync(dist, { recursive: true })) {
    const [, module] = /^(.+?)\.(?:js|js\.map|d\.ts)$/.exec(file) ?? [];
    if (module !== undefined && !existsSync(join(root, folder, 'src', `${module}.ts`))) rmSync(join(dist, file));
  }
}

const client = join(root, 'libs/client');
await build({
  entryPoints: [join(client, 'src/index.ts')],
  outfile: join(client, 'dist/index.mjs'),
  ...{ bundle: true, packages: 'external', format: 'esm', target: 'es2022', logLevel: 'warning' },
});
