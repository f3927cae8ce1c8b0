// `npm run faults [-- parts]`: prepares the checkout and runs test/faults, or the parts that are named. Own processes on
// loopback only. FAULTS_QUICK=1 makes few tries, FAULTS_OUT names a file that gets each result as a line of JSON.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fail, prepare, root } from './prepare.mjs';

if (!prepare({ needs: 'all' })) fail('the build failed; the errors are above. Nothing was tried.');
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
const main = join(root, 'test/faults/main.ts');
const child = spawn(process.execPath, [tsx, main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// The terminal tells both of an interrupt: the child undoes what it made, and its exit code counts.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => (process.exitCode = code ?? 1));
