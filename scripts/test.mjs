// `npm test [-- arguments of jest]`: the whole suite, on the PostgreSQL of TEST_DATABASE_URL or else on the embedded database. Beside a
// PostgreSQL, what may differ between databases runs on the embedded one too; `--all`, and tests that are named, run on both.
// `--browser` runs test/browser instead; `--unit` only what needs neither a build nor a database. The last line is the total;
// CASTELLAN_TEST_COUNTS names a file that gets a line per run. A test that is slow by itself counts as failed (slow-tests.mjs).
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { slowIn, stillSlow } from './slow-tests.mjs';

const jest = join(root, 'node_modules/jest/bin/jest.js');
const browser = process.argv.includes('--browser');
const unit = process.argv.includes('--unit');
const all = process.argv.includes('--all');
const args = process.argv.slice(2).filter((arg) => !['--browser', '--unit', '--all'].includes(arg));
const named = args.some((arg) => !arg.startsWith('-'));
// These talk on stdout or never end: they go to jest as they are.
const bare = args.some((arg) => /^(--(listTests|showConfig|help|version|clearCache|watch|watchAll)\b|-h$)/.test(arg));

/** Runs jest once; answers its status and what it reports. */
function jestOnce(env, given) {
  const folder = mkdtempSync(join(tmpdir(), 'castellan-test-'));
  const outputFile = join(folder, 'result.json');
  try {
    const { status } = spawnSync(process.execPath, [jest, '--json', `--outputFile=${outputFile}`, ...given], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    return { status, result: existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const regExpOf = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs jest; answers its counts. A suite that could not run counts as one failure, and so does a run without a result. */
function run(name, env) {
  process.stderr.write(`\n== ${name}\n`);
  const { status, result } = jestOnce(env, args);
  const passed = result?.numPassedTests ?? 0;
  const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  const broken = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  const again = ({ file, fullName }) =>
    jestOnce(env, ['--runTestsByPath', file, '-t', `^${regExpOf(fullName)}$`]).result;
  const slow = stillSlow(slowIn(result), again);
  // Jest may fail without a failed test: a coverage threshold, an interrupt, a crash, no test at all.
  const failed = Math.max(broken, status === 0 ? 0 : 1) + slow.length;
  return { name, passed, failed, skipped, slow };
}

function runAll() {
  if (unit) return [run('without a database', { CASTELLAN_UNIT: '1', CASTELLAN_TEST_DATABASE: 'embedded' })];
  if (browser) return [run('in the browser', { CASTELLAN_BROWSER: '1', CASTELLAN_TEST_DATABASE: 'embedded' })];
  const embedded = { CASTELLAN_TEST_DATABASE: 'embedded' };
  if (!process.env.TEST_DATABASE_URL) return [run('on the embedded database', embedded)];
  const some = { ...embedded, CASTELLAN_TEST_SUBSET: all || named ? '' : '1' };
  return [run('on PostgreSQL', { CASTELLAN_TEST_DATABASE: 'postgres' }), run('on the embedded database', some)];
}

function leftOut(runs) {
  const skipped = runs.filter((each) => each.skipped > 0).map((each) => `${each.skipped} skipped ${each.name}`);
  if (unit) return ['everything else (npm test)', ...skipped];
  if (browser) return skipped;
  const rest = all || named ? [] : ['the rest on the embedded database (npm test -- --all)'];
  const postgres = process.env.TEST_DATABASE_URL ? rest : ['the PostgreSQL run (set TEST_DATABASE_URL)'];
  return [...postgres, 'the browser test (npm run test:browser)', ...skipped];
}

const built = prepare({ needs: 'all', builds: !unit });
if (bare) process.exit(spawnSync(process.execPath, [jest, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1);

const runs = runAll();
const sum = (key) => runs.reduce((total, each) => total + each[key], 0);
const [passed, failed] = [sum('passed'), sum('failed')];
const counts = process.env.CASTELLAN_TEST_COUNTS;
if (counts) for (const each of runs) appendFileSync(counts, `${each.passed} ${each.failed} ${each.name}\n`);

console.log('');
if (!built) console.log('The build failed (the errors are above): this run fails whatever the tests say.');
const missing = leftOut(runs);
if (missing.length > 0) console.log(`Not run: ${missing.join(', ')}`);
const slow = runs.flatMap((each) => each.slow);
for (const { fullName, seconds } of slow)
  console.log(`Too slow, and not in scripts/slow-tests.mjs: ${fullName} (${seconds} s)`);
if (passed + failed === 0) console.log('No test ran.');
console.log(`Tests: ${passed} passed, ${failed} failed`);
process.exitCode = built && failed === 0 && passed > 0 ? 0 : 1;
