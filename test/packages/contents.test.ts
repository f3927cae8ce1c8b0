import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import * as ts from 'typescript';
import { LIBRARIES, packed, ROOT, type Packed } from './packed';

const TOP = ['LICENSE', 'README.md', 'package.json'];

/** The name of the package that a specifier leads to. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The specifiers of all imports of a packed file. */
const importsOf = ({ text }: Packed, file: string): string[] =>
  ts.preProcessFile(text(file), true, true).importedFiles.map(({ fileName }) => fileName);

/** The packages other than itself and Node that the packed files import. */
function importedBy(library: Packed): string[] {
  const code = library.files.filter((file) => /\.(js|d\.ts)$/.test(file));
  const specifiers = code.flatMap((file) => importsOf(library, file)).filter((name) => !name.startsWith('.'));
  const names = specifiers.filter((name) => !isBuiltin(name)).map(packageOf);
  return [...new Set(names)].filter((name) => name !== library.manifest.name).sort();
}

describe.each(LIBRARIES)('the package of libs/%s', (name) => {
  let library: Packed;
  beforeAll(() => {
    library = packed(name);
  });

  it('holds all that its sources are compiled to', () => {
    const compiled = library.modules.flatMap((module) =>
      ['js', 'js.map', 'd.ts'].map((end) => `dist/${module}.${end}`),
    );
    expect(compiled.filter((file) => !library.files.includes(file))).toEqual([]);
  });

  it('holds nothing else but a README, the licence and package.json', () => {
    const rest = library.files.filter((file) => !/^dist\/[^.].*\.(js|js\.map|d\.ts)$/.test(file));
    expect(rest).toEqual(TOP);
    expect(library.files.filter((file) => /(^|\/)test(s|\/)|\.(test|spec)\./.test(file))).toEqual([]);
  });

  it('has the licence of the repository', () => {
    expect(library.text('LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
    expect(library.manifest).toMatchObject({ license: 'MIT', engines: { node: '>=20.19' } });
    expect(library.manifest).not.toHaveProperty('private');
  });

  it('has every target of its exports', () => {
    const { exports, main, types } = library.manifest;
    const targets = Object.values(exports).flatMap((target) => Object.values(target));
    expect(targets.length).toBeGreaterThan(0);
    const missing = [...targets, `./${main}`, `./${types}`].filter((path) => !library.files.includes(path.slice(2)));
    expect(missing).toEqual([]);
  });

  it('has every file that another imports', () => {
    const missing = library.files.flatMap((file) => {
      const relative = /\.(js|d\.ts)$/.test(file)
        ? importsOf(library, file).filter((path) => path.startsWith('.'))
        : [];
      const end = file.endsWith('.d.ts') ? '.d.ts' : '.js';
      const paths = relative.map((path) => posix.join(posix.dirname(file), path));
      return paths.filter(
        (path) => ![path, path + end, `${path}/index${end}`].some((to) => library.files.includes(to)),
      );
    });
    expect(missing).toEqual([]);
  });

  it('declares every package that it imports, and depends on no other', () => {
    const { dependencies = {}, peerDependencies = {} } = library.manifest;
    const imported = importedBy(library);
    expect(imported.filter((one) => !(one in dependencies) && !(one in peerDependencies))).toEqual([]);
    expect(Object.keys(dependencies).filter((one) => !imported.includes(one))).toEqual([]);
  });

  it('has source maps that bring their sources', () => {
    const maps = library.files.filter((file) => file.endsWith('.map'));
    const without = maps.filter((file) => {
      const { sources, sourcesContent } = JSON.parse(library.text(file)) as Record<string, string[] | undefined>;
      return sources?.length !== sourcesContent?.length;
    });
    expect(maps.length).toBeGreaterThan(0);
    expect(without).toEqual([]);
  });

  it('has a README that names it and whose links lead somewhere', () => {
    const readme = library.text('README.md');
    expect(readme).toMatch(new RegExp(`^# ${library.manifest.name}\n`));
    expect(readme).toContain(`npm install ${library.manifest.name}`);
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => !existsSync(join(library.folder, path)))).toEqual([]);
  });
});

describe('what the libraries are for', () => {
  it('is Nest 11 and 12 in one, and no Nest in the others', () => {
    const [core, nest, client] = LIBRARIES.map((name) => packed(name).manifest);
    const nests = Object.entries(nest?.peerDependencies ?? {}).filter(([name]) => name.startsWith('@nestjs/'));
    expect(nests.map(([, range]) => range)).toEqual(nests.map(() => '^11 || ^12'));
    expect(nests.map(([name]) => name)).toContain('@nestjs/core');
    expect(Object.keys({ ...core?.dependencies, ...core?.peerDependencies })).toEqual([]);
    expect(Object.keys({ ...client?.dependencies, ...client?.peerDependencies })).toEqual(['openapi-fetch']);
  });
});
