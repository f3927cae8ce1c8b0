import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as ts from 'typescript';
import { startTestServer, type TestServer } from '../support/server';
import { temporaryFolder } from '../support/temporary-folder';
import { ROOT } from './packed';

/** The example of a library's README: a program, and what it is said to print. */
function exampleOf(library: string): { program: string; prints: string } {
  const readme = readFileSync(join(ROOT, 'libs', library, 'README.md'), 'utf8');
  const [, program = '', prints = ''] = /```ts\n([\s\S]*?)```\n\nprints\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
  return { program, prints };
}

const options: ts.CompilerOptions = {
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

/** Compiles and runs an example as an ECMAScript module that finds the libraries as they are built. */
async function outputOf(program: string, env: Record<string, string> = {}): Promise<string> {
  const { path: folder, remove } = temporaryFolder();
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const source = join(folder, 'example.mts');
    writeFileSync(source, program);
    const compiled = ts.createProgram([source], options);
    const problems = [...ts.getPreEmitDiagnostics(compiled), ...compiled.emit().diagnostics];
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mjs')], { env });
    return stdout;
  } finally {
    remove();
  }
}

describe('the example in the README', () => {
  it('of core prints what it shows', async () => {
    const { program, prints } = exampleOf('core');
    expect(prints).not.toBe('');
    expect(await outputOf(program)).toBe(prints);
  });

  describe('of the client', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer();
    });
    afterAll(() => server.close());

    it('prints what it shows', async () => {
      const { program, prints } = exampleOf('client');
      expect(prints).not.toBe('');
      const here = program
        .replace('http://127.0.0.1:3000', server.url)
        .replace("'acme'", `'${await server.org('alice')}'`);
      expect(await outputOf(here, { CASTELLAN_TOKEN: server.token('alice') })).toBe(prints);
    });
  });
});
