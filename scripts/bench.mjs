// `npm run bench [-- names]`: prepares the checkout, compiles bench/ and runs its benches, or those that are named.
// BENCH_DATABASE_URL or TEST_DATABASE_URL adds PostgreSQL, BENCH_FULL=1 the large sizes on the embedded database,
// BENCH_OUT a file for the results as JSON; BENCH_STRICT=1 makes a missed figure fail the run,
// BENCH_QUICK=1 asks the decision bench a tenth of its questions.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, prepare, root } from './prepare.mjs';

const compiler = join(root, 'node_modules/typescript/bin/tsc');

if (!prepare({ needs: 'bench' })) fail('the build failed; the errors are above. Nothing was measured.');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'bench'], { cwd: root, stdio: ['ignore', 2, 2] });
if (status !== 0) fail('bench/ does not compile; the errors are above. Nothing was measured.');
await import(pathToFileURL(join(root, 'bench/dist/main.js')).href);
