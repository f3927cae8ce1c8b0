import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** What a run's figures depend on, in one line. */
export async function described(server: string): Promise<string> {
  const client = new Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query('show server_version');
  await client.end();
  const load = loadavg()[0]?.toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    new Date().toISOString(),
    `commit ${commit()}`,
    `${cpus().length} x ${cpus()[0]?.model}, ${memory} GB, load ${load}`,
    `Node ${process.versions.node}, PostgreSQL ${rows[0].server_version}`,
  ].join('; ');
}

function commit(): string {
  const cwd = join(__dirname, '..', '..');
  const git = (...args: string[]) => spawnSync('git', args, { cwd, encoding: 'utf8' }).stdout?.trim() ?? '';
  const changed = git('status', '--porcelain', '--', 'libs', 'apps', 'test/faults', 'test/races') !== '';
  return `${process.env['FAULTS_COMMIT'] ?? (git('rev-parse', '--short', 'HEAD') || 'unknown')}${changed ? ' with changes' : ''}`;
}
