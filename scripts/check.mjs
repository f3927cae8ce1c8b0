// `npm run check`: format, lint, types, dependency rules, packages, OpenAPI, types of the client. Runs every step, two at a time, and fails when one does.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const printOpenapi = join(root, 'apps/server/dist/print-openapi.js');
const openapiFile = join(root, 'node_modules/.cache/castellan/openapi.json');

const env = {
  ...process.env,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  // Nothing that checks calls home.
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};

/** Runs a Node program; answers its exit code and what it printed. */
const node = (program, ...args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
    child.on('close', (code) => resolve({ code: code ?? 1, ...output }));
  });

/** A program of a package, from the folder of the checkout. */
const tool =
  (path, ...args) =>
  () =>
    node(join(root, 'node_modules', path), ...args);

async function printDocument() {
  if (!existsSync(printOpenapi))
    return { code: 1, stdout: '', stderr: 'apps/server/dist/print-openapi.js is missing\n' };
  const printed = await node(printOpenapi);
  if (printed.code !== 0) return printed;
  mkdirSync(dirname(openapiFile), { recursive: true });
  writeFileSync(openapiFile, printed.stdout);
  return printed;
}

/** The service's OpenAPI document, printed once for the steps that read it. */
let document;
const printed = () => (document ??= printDocument());

async function lintOpenapi() {
  const { code, ...output } = await printed();
  if (code !== 0) return { code, ...output };
  return node(join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', openapiFile, '--format=stylish');
}

async function checkClientTypes() {
  const { code, ...output } = await printed();
  if (code !== 0) return { code, ...output };
  return node(join(root, 'scripts/client-types.mjs'), '--check', openapiFile);
}

const libraries = ['core', 'nest', 'client'].map((name) => `libs/${name}`);

/** Runs a tool on one library after the other; answers the first failure. */
const onLibraries = (path, args) => async () => {
  for (const library of libraries) {
    const result = await node(join(root, 'node_modules', path), ...args(library));
    if (result.code !== 0) return result;
  }
  return { code: 0, stdout: '', stderr: '' };
};

const typescript = 'typescript/bin/tsc';

async function buildAll() {
  const compiled = await tool(typescript, '-b', '--pretty', 'false')();
  return compiled.code === 0 ? node(join(root, 'scripts/finish-build.mjs')) : compiled;
}

const cruised = ['libs', 'apps', 'test', 'bench', 'ormconfig.ts'].filter((path) => existsSync(join(root, path)));
// The build comes first: the types of one package are read from the build of another.
const first = [
  ['build', buildAll],
  ['format (prettier)', tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
];
const then = [
  ['lint (eslint)', tool('eslint/bin/eslint.js', '.', '--max-warnings=0')],
  ['types of the tests (tsc)', tool(typescript, '-p', 'tsconfig.tests.json', '--pretty', 'false')],
  ['dependencies (dependency-cruiser)', tool('dependency-cruiser/bin/dependency-cruise.mjs', ...cruised)],
  ['packages (publint)', onLibraries('publint/src/cli.js', (library) => ['run', library, '--strict'])],
  [
    'types of the packages (attw)',
    onLibraries('@arethetypeswrong/cli/dist/index.js', (library) => ['--pack', library, '--format', 'ascii']),
  ],
  ['OpenAPI (redocly)', lintOpenapi],
  ['types of the client (openapi-typescript)', checkClientTypes],
];

const results = [];

async function report([name, step]) {
  const start = performance.now();
  const { code, stdout, stderr } = await step();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name}, ${seconds} s`);
  if (code !== 0) console.log(`${stdout}${stderr}`.trimEnd().replace(/^/gm, '      '));
  results.push({ name, code });
}

/** Takes steps off a list until it is empty. */
async function work(steps) {
  for (let step = steps.shift(); step; step = steps.shift()) await report(step);
}

prepare({ needs: 'all', builds: false });
await Promise.all([work(first), work(first)]);
await Promise.all([work(then), work(then)]);
const failed = results.filter((result) => result.code !== 0).map((result) => result.name);
console.log(failed.length === 0 ? 'Check: all good' : `Check failed: ${failed.join('; ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
