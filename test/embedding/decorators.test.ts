import { join } from 'node:path';
import * as ts from 'typescript';

const root = join(__dirname, '../..');

describe('the permissions that a route requires', () => {
  it('are those of the schema: another one does not compile', () => {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, 'tsconfig.tests.json'), (file) => ts.sys.readFile(file)).config,
      ts.sys,
      root,
    );
    // The sources, not what was built of them.
    const paths = Object.fromEntries(
      ['core', 'nest'].map((lib) => [`@castellan/${lib}`, [join(root, `libs/${lib}/src`)]]),
    );
    const program = ts.createProgram([join(__dirname, 'decorators.types.ts')], { ...options, paths });
    const found = ts.getPreEmitDiagnostics(program);
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    expect(
      program.getSourceFiles().some(({ fileName }) => fileName.endsWith('libs/nest/src/access/guard/decorators.ts')),
    ).toBe(true);
  });
});
