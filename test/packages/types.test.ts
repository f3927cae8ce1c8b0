import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { temporaryFolder } from '../support/temporary-folder';
import { LIBRARIES, packed, ROOT } from './packed';

/** How a project finds its packages, and what its sources are. */
const RESOLUTIONS: ReadonlyArray<readonly [string, string, ts.CompilerOptions]> = [
  ['nodenext', 'consumer.mts', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
  [
    'node16 in CommonJS',
    'consumer.cts',
    { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  ],
  ['a bundler', 'consumer.ts', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
];

/** Every path by which a library may be imported. */
const ENTRY_POINTS = LIBRARIES.map((library) => packed(library).manifest).flatMap(({ name, exports }) =>
  Object.keys(exports).map((path) => name + path.slice(1)),
);

const imports = ENTRY_POINTS.map((path, at) => `import * as entry${at} from '${path}';`).join('\n');
const CONSUMER = `${imports}
import { defineSchema } from '@castellan/core';
import { permissionDecorator } from '@castellan/nest';

export const entries = [${ENTRY_POINTS.map((_, at) => `entry${at}`).join(', ')}];
const schema = defineSchema({ types: { invoices: { label: 'Invoices', scope: 'org', actions: { read: { label: 'Read' } } } } });
const Require = permissionDecorator(schema);
export class Invoices {
  @Require('invoices:read') list(): void {}
  // @ts-expect-error: the schema does not have it
  @Require('invoices:write') change(): void {}
}
`;

/** What is wrong with the consumer and with the libraries' own declarations as it sees them. */
function problemsOf(folder: string, file: string, resolution: ts.CompilerOptions): string[] {
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const source = join(folder, file);
  writeFileSync(source, CONSUMER);
  const program = ts.createProgram([source], {
    strict: true,
    noEmit: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    ...resolution,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  });
  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName === source || fileName.startsWith(join(ROOT, 'libs')));
  const problems = ours.flatMap((one) => [
    ...program.getSyntacticDiagnostics(one),
    ...program.getSemanticDiagnostics(one),
  ]);
  return problems.map(
    ({ file: at, messageText }) => `${at?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}

describe('the types of every entry point', () => {
  it.each(RESOLUTIONS)('are found and hold with %s', (_, file, resolution) => {
    const { path: folder, remove } = temporaryFolder();
    try {
      expect(problemsOf(folder, file, resolution)).toEqual([]);
    } finally {
      remove();
    }
  });
});
