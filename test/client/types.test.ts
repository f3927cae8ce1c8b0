import { join } from 'node:path';
import * as ts from 'typescript';

const source = join(__dirname, '../../libs/client/src');
const { ModuleKind, ModuleResolutionKind } = ts;

/** The mistakes in the file of types, compiled as in a host that checks the types of libraries, too. */
function diagnosticsOf(options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([join(__dirname, 'client.types.ts')], {
    strict: true,
    noEmit: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    ...options,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('the types of the client', () => {
  it('let no wrong path, parameter, body or answer compile', () => {
    const commonJs = { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 };
    expect(diagnosticsOf({ ...commonJs, paths: { '@castellan/client': [source] } })).toEqual([]);
  });

  it('are found by a bundler, too, in the package as it is built', () => {
    expect(diagnosticsOf({ module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler })).toEqual([]);
  });
});
