import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import * as ts from 'typescript';
import { LIBRARIES, packed, ROOT, type Packed } from './packed';

/** Where the sources are published. */
const REPOSITORY = 'https://github.com/castellan-iam/castellan';

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

  it('holds nothing else but its module for bundlers, a README, the licence and package.json', () => {
    const compiled = (file: string): string => /^dist\/(.+?)\.(js|js\.map|d\.ts)$/.exec(file)?.[1] ?? file;
    // A file whose source has moved is still in `dist`: of an old build, and published with it.
    const rest = library.files.filter((file) => !library.modules.includes(compiled(file)));
    const [{ module } = {}] = Object.values(library.manifest.exports);
    expect(rest).toEqual([...TOP, ...(module === undefined ? [] : [module.slice(2)])].sort());
    expect(library.files.filter((file) => /(^|\/)test(s|\/)|\.(test|spec)\./.test(file))).toEqual([]);
  });

  it('has the licence of the repository', () => {
    expect(library.text('LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
    expect(library.manifest).toMatchObject({ license: 'MIT', engines: { node: '>=20.19' } });
    expect(library.manifest).not.toHaveProperty('private');
  });

  it('has every target of its exports', () => {
    const { exports, main, types, bin = {} } = library.manifest;
    const targets = Object.values(exports).flatMap((target) => Object.values(target));
    expect(targets.length).toBeGreaterThan(0);
    const others = [main, types, ...Object.values(bin)].map((path) => `./${path}`);
    const missing = [...targets, ...others].filter((path) => !library.files.includes(path.slice(2)));
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

  it('names no source map that it does not hold', () => {
    const named = library.files.flatMap((file) => {
      const [, map] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(library.text(file)) ?? [];
      return map === undefined ? [] : [posix.join(posix.dirname(file), map)];
    });
    expect(named.filter((map) => !library.files.includes(map))).toEqual([]);
  });

  it('says where its sources and its issues are', () => {
    expect(library.manifest).toMatchObject({
      homepage: `${REPOSITORY}/tree/main/libs/${name}#readme`,
      bugs: `${REPOSITORY}/issues`,
      repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: `libs/${name}` },
    });
  });

  it('has a README that names it, says that it is not published yet, and whose links work from the registry', () => {
    const readme = library.text('README.md');
    expect(readme).toMatch(new RegExp(`^# ${library.manifest.name}\n`));
    expect(readme).toMatch(new RegExp(`npm install ${library.manifest.name}[\\s\\S]*not published yet`));
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
    const paths = links.flatMap((link) => /^https:.*\/(?:blob|tree)\/main\/([^#]+)/.exec(link)?.[1] ?? []);
    expect(paths.length).toBeGreaterThan(0);
    expect(links.filter((link) => link.includes('castellan') && !link.startsWith(`${REPOSITORY}/`))).toEqual([]);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('what the libraries are for', () => {
  const [core, nest, client] = LIBRARIES.map((name) => packed(name).manifest);
  const peers = nest?.peerDependencies ?? {};

  it('is Nest 11 and 12 in one, and no Nest in the others', () => {
    const nests = Object.entries(peers).filter(([name]) => name.startsWith('@nestjs/'));
    expect(Object.fromEntries(nests)).toEqual({
      '@nestjs/common': '^11 || ^12',
      '@nestjs/core': '^11 || ^12',
      '@nestjs/swagger': '^11 || ^12',
      '@nestjs/microservices': '^11 || ^12',
      '@nestjs/websockets': '^11 || ^12',
      // The package of GraphQL has numbers of its own: 13 is for Nest 11, 14 for Nest 12.
      '@nestjs/graphql': '^13 || ^14',
    });
    expect(Object.keys({ ...core?.dependencies, ...core?.peerDependencies })).toEqual([]);
    expect(Object.keys({ ...client?.dependencies, ...client?.peerDependencies })).toEqual(['openapi-fetch']);
  });

  it('is TypeORM 0.3 and 1, and class-validator 0.14 and 0.15', () => {
    expect(peers).toMatchObject({ typeorm: '^0.3.20 || ^1.1.0', 'class-validator': '^0.14.0 || ^0.15.0' });
  });

  it('asks for the packages of administration and of each transport only where they are used', () => {
    const needed = ['@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs', 'typeorm'];
    const optional = Object.keys(peers).filter((name) => !needed.includes(name));
    expect(nest?.['peerDependenciesMeta']).toEqual(
      Object.fromEntries(optional.map((name) => [name, { optional: true }])),
    );
  });
});
