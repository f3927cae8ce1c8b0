// `npm test [-- arguments of jest]`: the suite on the embedded database and, when TEST_DATABASE_URL is set, on that PostgreSQL too.
// `--browser` runs test/browser instead; `--unit` only what needs neither a build nor a database. The last line is the total; CASTELLAN_TEST_COUNTS names a file that gets a line per run.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const jest = join(root, 'node_modules/jest/bin/jest.js');
const browser = process.argv.includes('--browser');
const unit = process.argv.includes('--unit');
const args = process.argv.slice(2).filter((arg) => arg !== '--browser' && arg !== '--unit');
// These talk on stdout or never end: they go to jest as they are.
const bare = args.some((arg) => /^(--(listTests|showConfig|help|version|clearCache|watch|watchAll)\b|-h$)/.test(arg));

/** Runs jest once; answers its counts. A suite that could not run counts as one failure, and so does a run without a result. */
function run(name, env) {
  process.stderr.write(`\n== ${name}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'castellan-test-'));
  const outputFile = join(folder, 'result.json');
  try {
    const { status } = spawnSync(process.execPath, [jest, '--json', `--outputFile=${outputFile}`, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    const result = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : undefined;
    const passed = result?.numPassedTests ?? 0;
    const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
    const broken = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
    // Jest may fail without a failed test: a coverage threshold, an interrupt, a crash, no test at all.
    const failed = Math.max(broken, status === 0 ? 0 : 1);
    return { name, passed, failed, skipped };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runAll() {
  if (unit) return [run('without a database', { CASTELLAN_UNIT: '1', CASTELLAN_TEST_DATABASE: 'embedded' })];
  if (browser) return [run('in the browser', { CASTELLAN_BROWSER: '1', CASTELLAN_TEST_DATABASE: 'embedded' })];
  const runs = [run('on the embedded database', { CASTELLAN_TEST_DATABASE: 'embedded' })];
  if (process.env.TEST_DATABASE_URL) runs.push(run('on PostgreSQL', { CASTELLAN_TEST_DATABASE: 'postgres' }));
  return runs;
}

function leftOut(runs) {
  const skipped = runs.filter((each) => each.skipped > 0).map((each) => `${each.skipped} skipped ${each.name}`);
  if (unit) return ['everything else (npm test)', ...skipped];
  if (browser) return skipped;
  const postgres = process.env.TEST_DATABASE_URL ? [] : ['the PostgreSQL run (set TEST_DATABASE_URL)'];
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
if (passed + failed === 0) console.log('No test ran.');
console.log(`Tests: ${passed} passed, ${failed} failed`);
process.exitCode = built && failed === 0 && passed > 0 ? 0 : 1;
