// `npm run hosts [-- arguments of jest]`: starts those hosts of test/hosts that `npm test` does not, and resolves every combination of
// versions that the README names. Needs TEST_DATABASE_URL and a package registry.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fail, prepare, root } from './prepare.mjs';

if (!process.env.TEST_DATABASE_URL)
  fail('set TEST_DATABASE_URL: hosts keep their tables in a PostgreSQL of their own.');
if (!prepare({ needs: 'all' })) fail('the build failed.');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const args = [jest, '--testMatch', '**/test/hosts/*.hosts.ts', '--maxWorkers=1', ...process.argv.slice(2)];
const env = { ...process.env, CASTELLAN_TEST_DATABASE: 'postgres' };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
