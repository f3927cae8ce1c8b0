import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const ROOT = resolve(__dirname, '../../..');

/** What a run of the script left. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `scripts/token.mjs` in a folder of its own, beside the configuration as it is built from today's source. */
export class TokenScript {
  readonly folder = mkdtempSync(join(tmpdir(), 'castellan-token-'));
  private readonly built = join(this.folder, 'apps/server/dist');

  constructor() {
    cpSync(join(ROOT, 'scripts/token.mjs'), join(this.folder, 'scripts/token.mjs'));
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    mkdirSync(join(this.built, 'config'), { recursive: true });
    const sources = join(ROOT, 'apps/server/src');
    const files = [
      'config.ts',
      'schema-file.ts',
      'schema-file-shape.ts',
      ...readdirSync(join(sources, 'config')).map((name) => `config/${name}`),
    ];
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
    for (const file of files) {
      const { outputText } = transpileModule(readFileSync(join(sources, file), 'utf8'), { compilerOptions });
      writeFileSync(join(this.built, file.replace(/ts$/, 'js')), outputText);
    }
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.node([join(this.folder, 'scripts/token.mjs'), ...args], env);
  }

  /** The development secrets that one of several processes sees, which make the same new folders at the same times. */
  async race(start: number, rounds: number): Promise<unknown> {
    const args = [join(this.built, 'config.js'), join(this.folder, 'race'), String(start), String(rounds)];
    const { stdout, stderr } = await this.node([join(__dirname, 'secret-race.mjs'), ...args]);
    return stderr === '' ? (JSON.parse(stdout) as unknown) : stderr;
  }

  private node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return new Promise((done) => {
      const options = { cwd: this.folder, env: { PATH: process.env.PATH, ...env } };
      const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
        done({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });
  }

  removeBuild(): void {
    rmSync(this.built, { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
