import { join } from 'node:path';
import * as ts from 'typescript';

const root = join(__dirname, '../..');

function diagnosticsOf(file: string): string[] {
  const program = ts.createProgram([join(__dirname, file)], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
    paths: { '@castellan/core': [join(root, 'libs/core/src')] },
  });
  const found = ts.getPreEmitDiagnostics(program);
  const core = program.getSourceFiles().filter(({ fileName }) => fileName.includes('libs/core/src/'));
  return [
    ...(core.length === 0 ? ['the sources of core are not part of the program'] : []),
    ...found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  ];
}

describe('the names of permissions', () => {
  it('are literal types: a wrong one does not compile', () => {
    expect(diagnosticsOf('permission-names.types.ts')).toEqual([]);
  });
});
