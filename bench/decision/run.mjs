// `node bench/decision/run.mjs [results.json]`: compiles the decision bench and runs it in a process of its own, whose
// heap can be measured. It needs the build of libs/core (`npx tsc -b`). BENCH_STRICT=1 makes a missed figure fail the run,
// BENCH_QUICK=1 asks a tenth of the questions.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const compiler = join(here, '../../node_modules/typescript/bin/tsc');
const run = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

const compiled = run(compiler, '-p', here);
const main = [join(here, 'dist/main.js'), ...process.argv.slice(2)];
process.exitCode = compiled === 0 ? run('--expose-gc', '--max-old-space-size=8192', ...main) : compiled;
