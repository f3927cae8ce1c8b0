import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { checkout } from './checkout';
import { postgresVersion } from './databases';

/** What a run's figures depend on. */
export interface Machine {
  readonly at: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Processes that wanted to run, over the minute before. */
  readonly load: number;
  readonly node: string;
  readonly postgres: string | null;
  readonly packages: Readonly<Record<string, string>>;
}

const PACKAGES = ['@nestjs/core', 'fastify', 'typeorm', 'pg', '@electric-sql/pglite', 'autocannon'];

/** Describes this machine and this checkout, as they are now. */
export async function machine(): Promise<Machine> {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: Number(loadavg()[0]?.toFixed(2)),
    node: process.versions.node,
    postgres: await postgresVersion(),
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}

/** The machine as lines of text. */
export function described(machine: Machine): string {
  const { at, commit, cpu, cores, memoryGb, load, node, postgres, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${at}, commit ${commit}`,
    `${cores} x ${cpu}, ${memoryGb} GB, load ${load}`,
    `Node ${node}, PostgreSQL ${postgres ?? '(none; set TEST_DATABASE_URL)'}, ${versions.join(', ')}`,
  ].join('\n');
}

function commit(): string {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: checkout, encoding: 'utf8' }).stdout?.trim() ?? '';
  const changed = git('status', '--porcelain', '--', 'libs', 'apps', 'bench') !== '';
  return `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${changed ? ' with changes' : ''}`;
}

function versionOf(name: string): string {
  const text = readFileSync(join(checkout, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
