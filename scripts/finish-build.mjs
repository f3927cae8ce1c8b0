// What `tsc -b` leaves to do: it keeps what it made of sources that are gone, which would be published; and @castellan/client is
// written a second time, as one ECMAScript module: bundlers take from it only what is used. The project that was built may be named.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root } from './checkout.mjs';

const [project = 'tsconfig.json'] = process.argv.slice(2);
const folders = readJson(join(root, project)).references.map(({ path }) => path);

for (const folder of folders) {
  const dist = join(root, folder, 'dist');
  for (const file of readdirSync(dist, { recursive: true })) {
    const [, module] = /^(.+?)\.(?:js|js\.map|d\.ts)$/.exec(file) ?? [];
    if (module !== undefined && !existsSync(join(root, folder, 'src', `${module}.ts`))) rmSync(join(dist, file));
  }
}

if (folders.includes('libs/client')) {
  const client = join(root, 'libs/client');
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(client, 'src/index.ts')],
    outfile: join(client, 'dist/index.mjs'),
    ...{ bundle: true, packages: 'external', format: 'esm', target: 'es2022', logLevel: 'warning' },
  });
}
