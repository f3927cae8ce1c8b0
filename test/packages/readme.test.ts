import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OWN_TYPES } from '@castellan/core';
import * as ts from 'typescript';
import { startTestServer, type TestServer } from '../support/server';
import { temporaryFolder } from '../support/temporary-folder';
import { ROOT } from './packed';

/** An example of a library's README: a program, and what it is said to print. */
interface Example {
  readonly program: string;
  readonly prints: string;
}

function examplesOf(library: string): Example[] {
  const readme = readFileSync(join(ROOT, 'libs', library, 'README.md'), 'utf8');
  const found = [...readme.matchAll(/```ts\n([^`]*(?:`(?!``)[^`]*)*)```\n\nprints\n\n```text\n([\s\S]*?)```/g)];
  return found.map(([, program = '', prints = '']) => ({ program, prints }));
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
  it('of core prints what it shows, and so does that of the schema', async () => {
    const examples = examplesOf('core');
    expect(examples).toHaveLength(2);
    for (const { program, prints } of examples) expect(await outputOf(program)).toBe(prints);
  });

  it('of the schema has a line for everything that can be declared', () => {
    const readme = readFileSync(join(ROOT, 'libs/core/README.md'), 'utf8');
    const source = readFileSync(join(ROOT, 'libs/core/src/schema/schema-declaration.ts'), 'utf8');
    const declared = [...source.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
    expect(declared.length).toBeGreaterThan(10);
    const shown = new Set(readme.split('## The schema')[1]?.match(/(?<=[`{ ])\w+(?=:|`)/g));
    expect(declared.filter((name) => !shown.has(name))).toEqual([]);
    for (const type of Object.keys(OWN_TYPES)) expect(readme).toContain(`\`${type}\``);
  });

  describe('of the client', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer();
    });
    afterAll(() => server.close());

    it('prints what it shows, and so do the others', async () => {
      const examples = examplesOf('client');
      expect(examples).toHaveLength(4);
      for (const example of examples) await printsWhatItShows(example);
    });

    const printsWhatItShows = async ({ program, prints }: Example): Promise<void> => {
      const here = program
        .replace('http://127.0.0.1:3000', server.url)
        .replace("'acme'", `'${await server.org('alice')}'`);
      expect(await outputOf(here, { CASTELLAN_TOKEN: server.token('alice') })).toBe(prints);
    };
  });
});

describe('the recipes in the README of the libraries', () => {
  const words = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const hostsSay = ['nest11-fastify/src/invoices.controller.ts', 'nest11-fastify/src/database.module.ts']
    .concat('nest11-esm-knex/src/app.module.ts')
    .map((file) => readFileSync(join(ROOT, 'test/hosts', file), 'utf8').replaceAll(/^ *if \(fails\).*\n/gm, ''))
    .map(words);

  it('for other libraries than TypeORM are what the hosts do that the tests start', () => {
    const readme = readFileSync(join(ROOT, 'libs/nest/README.md'), 'utf8');
    const section = readme.split('## Without TypeORM for your own data')[1]?.split('\n## ')[0] ?? '';
    const recipes = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, recipe = '']) => words(recipe));
    expect(recipes).toHaveLength(4);
    // The last one is Prisma's, which downloads an engine: it is said not to be run.
    for (const recipe of recipes.slice(0, -1))
      expect([recipe, hostsSay.some((text) => text.includes(recipe))]).toEqual([recipe, true]);
  });
});
