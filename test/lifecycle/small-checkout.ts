import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

// Compiles nothing: it leaves a build for each reference, and the line of its arguments.
const COMPILER = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync('compiled.log', process.argv.slice(2).join(' ') + '\\n');
for (const { path } of JSON.parse(readFileSync(process.argv[3], 'utf8')).references) {
  mkdirSync(path + '/dist', { recursive: true });
  writeFileSync(path + '/dist/main.js', '');
}`;

/** Tools of the checkout that are also optional peers of the service's library: npm installs them for the service too. */
export const OPTIONAL = ['maybe', 'perhaps', 'possibly', 'probably', 'likely', 'surely'];

/** What a run of `prepare` left. */
export interface Prepared {
  readonly code: number;
  readonly stderr: string;
}

/** The real `prepare` and the real npm in a checkout of a few packages, which come from files: no registry is asked. */
export class SmallCheckout {
  readonly folder = mkdtempSync(join(tmpdir(), 'castellan-checkout-'));

  constructor(from?: SmallCheckout) {
    if (from) cpSync(from.folder, this.folder, { recursive: true, verbatimSymlinks: true });
    else this.create();
  }

  private create(): void {
    for (const name of ['checkout', 'packages', 'prepare', 'finish-build'])
      cpSync(join(ROOT, `scripts/${name}.mjs`), join(this.folder, `scripts/${name}.mjs`));
    this.pack('typescript', '1.0.0');
    this.pack('peer', '1.0.0');
    for (const name of ['linter', ...OPTIONAL]) this.pack(name, '1.0.0');
    for (const version of ['1.0.0', '2.0.0']) {
      this.pack('library', version, { peerDependencies: named(OPTIONAL, '*') });
      this.pack('shared', version);
    }
    const workspaces = ['libs/core', 'apps/server', 'apps/example', 'bench'];
    const tools = { ...named(['linter', ...OPTIONAL], '1.0.0'), shared: '2.0.0' };
    this.writeManifest('', { engines: { node: '>=20.19' }, workspaces, devDependencies: files('', tools) });
    this.writeManifest('libs/core', {});
    this.writeManifest('apps/example', {});
    this.writeManifest('bench', { dependencies: { ...files('../', { peer: '1.0.0' }), 'apps-server': '1.0.0' } });
    for (const folder of workspaces) this.write(`${folder}/src/main.ts`, '');
    this.writeProject('tsconfig.service.json', ['libs/core', 'apps/server']);
    this.writeProject('tsconfig.json', ['libs/core', 'apps/server', 'apps/example']);
    this.lockLibrary('1.0.0');
  }

  /** Writes the lock file of a checkout whose service needs this version of a library. */
  lockLibrary(version: string): void {
    const dependencies = { ...files('../../', { library: version, shared: '1.0.0' }), 'libs-core': '1.0.0' };
    this.writeManifest('apps/server', { dependencies, devDependencies: files('../../', { typescript: '1.0.0' }) });
    const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', args, { cwd: this.folder, env: this.env(), stdio: 'pipe' });
  }

  prepare(needs: string, env: NodeJS.ProcessEnv = {}): Promise<Prepared> {
    const program = `import { prepare } from './scripts/prepare.mjs'; process.exitCode = prepare({ needs: '${needs}' }) ? 0 : 1;`;
    const options = { cwd: this.folder, env: this.env(env) };
    return new Promise((done) => {
      const args = ['--input-type=module', '-e', program];
      const child = execFile(process.execPath, args, options, (_, _stdout, stderr) =>
        done({ code: child.exitCode ?? -1, stderr }),
      );
    });
  }

  /** Every package that is there, as `name@version`, with its folder when that is not the top one. */
  installed(): string[] {
    const names = ['typescript', 'library', 'shared', 'peer', 'linter', ...OPTIONAL];
    return ['', 'apps/server', 'bench'].flatMap((folder) =>
      names.flatMap((name) => {
        const manifest = join(this.folder, folder, 'node_modules', name, 'package.json');
        if (!existsSync(manifest)) return [];
        const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
        return [`${folder && `${folder}/`}${name}@${version}`];
      }),
    );
  }

  /** The arguments of each run of the compiler. */
  compiled(): string[] {
    const log = join(this.folder, 'compiled.log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.folder, path, '..'), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  remove(path = ''): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  private writeManifest(folder: string, fields: object): void {
    const name = folder === '' ? 'small' : folder.replace('/', '-');
    const manifest = { name, version: '1.0.0', private: true, ...fields };
    this.write(join(folder, 'package.json'), JSON.stringify(manifest));
  }

  private writeProject(name: string, folders: string[]): void {
    this.write(name, JSON.stringify({ files: [], references: folders.map((path) => ({ path })) }));
  }

  /** Makes `vendor/name-version.tgz`, whose peers may all be absent. */
  private pack(name: string, version: string, fields: { peerDependencies?: Record<string, string> } = {}): void {
    const source = `vendor/${name}-${version}`;
    const peers = Object.keys(fields.peerDependencies ?? {});
    const peerDependenciesMeta = Object.fromEntries(peers.map((peer) => [peer, { optional: true }]));
    this.write(`${source}/package/package.json`, JSON.stringify({ name, version, ...fields, peerDependenciesMeta }));
    this.write(`${source}/package/bin/tsc`, COMPILER);
    execFileSync('tar', ['-czf', `${source}.tgz`, '-C', source, 'package'], { cwd: this.folder });
    this.remove(source);
  }

  private env(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, npm_config_cache: join(this.folder, '.npm'), npm_config_offline: 'true', ...more };
  }
}

const files = (up: string, versions: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [name, `file:${up}vendor/${name}-${version}.tgz`]),
  );

const named = (names: readonly string[], version: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, version]));
