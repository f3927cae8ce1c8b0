import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OPTIONAL, SmallCheckout } from './small-checkout';

const ROOT = resolve(__dirname, '../..');

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;

/** The paths of a set in this checkout's lock file; `wide` adds what npm installs beside what must be there. */
function closureOf(set: string, wide = false): string[] {
  const program = `
    import { readFileSync } from 'node:fs';
    import { closureOf } from './scripts/packages.mjs';
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    console.log(JSON.stringify([...closureOf(lock, '${set}', ${wide})]));`;
  const args = ['--input-type=module', '-e', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as string[];
}

const top = (names: Iterable<string>): string[] => [...names].map((name) => `node_modules/${name}`);

const PEERS = OPTIONAL.map((name) => `${name}@1.0.0`);
const SERVICE = ['typescript@1.0.0', 'library@1.0.0', ...PEERS, 'apps/server/shared@1.0.0'];
const BENCH = [...SERVICE, 'peer@1.0.0'];
const ALL = [...BENCH, 'linter@1.0.0', 'shared@2.0.0'];
const withLibrary2 = (packages: readonly string[]): string[] =>
  packages.map((name) => name.replace(/^library@.*/, 'library@2.0.0')).sort();

describe('the packages of the service', () => {
  const server = manifestOf('apps/server');
  const declared = { ...server.dependencies, ...server.devDependencies, ...manifestOf('libs/nest').dependencies };

  it('are those that its workspaces declare, for the build too', () => {
    const names = closureOf('service').map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names).toEqual(expect.arrayContaining(Object.keys(declared)));
    expect(names).toEqual(expect.arrayContaining(['typescript', 'pg', 'pg-protocol']));
  });

  it('hold no benchmark peer, and no tool for tests, lint or releases', () => {
    const { dependencies: benched } = manifestOf('bench');
    const peers = Object.keys(benched ?? {}).filter((name) => !(name in declared));
    expect(peers).toEqual(expect.arrayContaining(['@casl/ability', 'autocannon', 'better-auth', 'casbin']));
    const tools = [
      'jest',
      '@swc/core',
      'supertest',
      'eslint',
      'prettier',
      'playwright-core',
      'oidc-provider',
      'esbuild',
    ];
    const releases = ['@redocly/cli', '@arethetypeswrong/cli', 'publint', '@nestjs/cli', 'dependency-cruiser'];
    const installed = new Set(closureOf('service', true));
    const others = top([...peers, ...tools, ...releases]);
    expect(others.filter((path) => installed.has(path))).toEqual([]);
    expect(Object.keys(manifestOf('').devDependencies ?? {})).toEqual(expect.arrayContaining(tools));
  });

  it('are a part of what a bench needs, and that a part of all', () => {
    const [service, bench, all] = ['service', 'bench', 'all'].map((set) => closureOf(set));
    expect(bench).toEqual(expect.arrayContaining([...service!, ...top(['casbin', 'better-auth'])]));
    expect(all).toEqual(expect.arrayContaining(bench!));
    expect(top(['jest', 'eslint']).filter((path) => bench!.includes(path))).toEqual([]);
  });
});

describe('preparing a checkout', () => {
  let fresh: SmallCheckout;
  let checkout: SmallCheckout;

  beforeAll(() => {
    fresh = new SmallCheckout();
  });
  afterAll(() => fresh.remove());
  beforeEach(() => {
    checkout = new SmallCheckout(fresh);
  });
  afterEach(() => checkout.remove());

  const prepare = async (needs: string, env?: NodeJS.ProcessEnv): Promise<string> => {
    const { code, stderr } = await checkout.prepare(needs, env);
    expect([code, stderr]).toEqual([0, stderr]);
    return stderr;
  };

  it('for the service installs and builds nothing else, in production too', async () => {
    expect(await prepare('service', { NODE_ENV: 'production' })).toContain('(npm ci, for apps/server)');
    expect(checkout.installed().sort()).toEqual([...SERVICE].sort());
    expect(checkout.compiled()).toEqual(['-b tsconfig.service.json']);
    expect(checkout.has('apps/example/dist')).toBe(false);
    expect(await prepare('service')).toBe('');
  });

  it.each(['bench', 'all'])('for %s works without a start before it', async (needs) => {
    await prepare(needs);
    expect(checkout.installed().sort()).toEqual([...(needs === 'all' ? ALL : BENCH)].sort());
    expect(await prepare(needs)).toBe('');
    expect(await prepare('service')).toBe('');
  });

  it('for more adds what is missing and leaves what is there', async () => {
    await prepare('service');
    checkout.write('node_modules/library/left', '');
    expect(await prepare('bench')).toContain('(npm install, for bench)');
    expect(checkout.installed().sort()).toEqual([...BENCH].sort());
    expect(await prepare('all')).toContain('(npm install, for everything)');
    expect(checkout.installed().sort()).toEqual([...ALL].sort());
    expect(checkout.has('node_modules/library/left')).toBe(true);
    expect(checkout.compiled()).toEqual(['-b tsconfig.service.json', '-b tsconfig.json']);
  });

  it('for less leaves all there is, when the lock file changes too', async () => {
    await prepare('all');
    expect(await prepare('bench')).toBe('');
    checkout.lockLibrary('2.0.0');
    expect(await prepare('service')).toContain('(npm ci, for everything)');
    expect(checkout.installed().sort()).toEqual(withLibrary2(ALL));
  });

  it('keeps the benches when the lock file changes, and no more than those', async () => {
    await prepare('bench');
    checkout.lockLibrary('2.0.0');
    expect(await prepare('service')).toContain('(npm ci, for apps/server, bench)');
    expect(checkout.installed().sort()).toEqual(withLibrary2(BENCH));
  });

  it('does not take the optional peers of the service for the tools of the checkout', async () => {
    await prepare('service');
    checkout.lockLibrary('2.0.0');
    expect(await prepare('service')).toContain('(npm ci, for apps/server)');
    expect(checkout.installed().sort()).toEqual(withLibrary2(SERVICE));
  });

  it('takes what was installed by hand as it is, and replaces another version than that of the lock file', async () => {
    await prepare('all');
    for (const set of ['service', 'bench', 'all']) checkout.remove(`node_modules/.castellan-installed-${set}`);
    expect((await prepare('service')) + (await prepare('all'))).toBe('');
    checkout.remove('node_modules/.castellan-installed-service');
    checkout.write('node_modules/library/package.json', '{ "name": "library", "version": "0.9.0" }');
    expect(await prepare('service')).toContain('(npm ci, for everything)');
    expect(checkout.installed().sort()).toEqual([...ALL].sort());
  });

  it('brings the packages of a workspace that a copy left behind', async () => {
    await prepare('service');
    checkout.remove('apps/server/node_modules');
    expect(await prepare('service')).toContain('installing packages');
    expect(checkout.installed().sort()).toEqual([...SERVICE].sort());
  });

  it("asks the registry when npm's cache is too old for the lock file", async () => {
    checkout.write(
      'npm.js',
      `if (process.argv.includes('--prefer-offline')) process.exit(1);
      require('node:child_process').execFileSync('npm', process.argv.slice(2), { stdio: 'inherit' });`,
    );
    expect(await prepare('service', { npm_execpath: join(checkout.folder, 'npm.js') })).toContain(
      'asking the registry',
    );
    expect(checkout.installed().sort()).toEqual([...SERVICE].sort());
  });

  it('builds again when a source is newer, and only what is needed', async () => {
    await prepare('all');
    checkout.write('apps/example/src/main.ts', '// newer');
    expect(await prepare('service')).toBe('');
    expect(await prepare('all')).toContain('building');
    checkout.write('apps/server/src/main.ts', '// newer');
    expect(await prepare('service')).toContain('building');
    expect(checkout.compiled()).toEqual(['-b tsconfig.json', '-b tsconfig.json', '-b tsconfig.service.json']);
  });
});
