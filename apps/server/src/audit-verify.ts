import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, organisationsToVerify, verifyChain, type ChainReport } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { loadConfig, type Config } from './config';
import { dataSourceOptions, type DatabaseTarget } from './data-source';
import { openEmbedded } from './embedded/open-embedded';

const USAGE = 'Usage: npm run audit:verify [-- --org ID] [--head HASH]';

/** How a verification ends, as an exit code: all is well, something was found, or it could not be done. */
type Outcome = 0 | 1 | 2;

interface VerifyRequest {
  readonly org?: string;
  readonly head?: string;
}

type Print = (line: string) => void;

/**
 * Verifies the audit chain of one organisation or of all, a line each. Reads DATABASE_URL or DATA_DIR, and AUDIT_KEY (or their files).
 * Answers 0, 1 when anything was found, 2 when it could not be done.
 */
export async function auditVerify(args: readonly string[], env: NodeJS.ProcessEnv, print: Print): Promise<Outcome> {
  try {
    const asked = askedFor(args);
    // What has nothing to do with the log need not be set: no secret is made or demanded.
    const { DATABASE_URL, DATABASE_URL_FILE, DATA_DIR, AUDIT_KEY, AUDIT_KEY_FILE } = env;
    const about = { DATABASE_URL, DATABASE_URL_FILE, DATA_DIR, AUDIT_KEY, AUDIT_KEY_FILE };
    const config = loadConfig({ ...about, JWT_SECRET: 'x'.repeat(32) });
    return await withDatabase(config, (source) => verifyAll(source, config.auditKey, asked, print));
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function askedFor(args: readonly string[]): VerifyRequest {
  const text = { type: 'string' } as const;
  try {
    const { org, head } = parseArgs({ args: [...args], options: { org: text, head: text } }).values;
    if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) throw new Error('--head must be 64 hexadecimal digits.');
    return { org, head };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

async function withDatabase<T>(config: Config, work: (source: DataSource) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return withSource({ url: config.databaseUrl }, work);
  if (!existsSync(join(config.dataDir, 'postgres'))) {
    throw new Error(`There is no embedded database in ${config.dataDir}: set DATA_DIR or DATABASE_URL.`);
  }
  const embedded = await openEmbedded(config.dataDir);
  return withSource(embedded, work).finally(() => embedded.close());
}

async function withSource<T>(target: DatabaseTarget, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await new DataSource(dataSourceOptions(target, { primary: false })).initialize();
  return work(source).finally(() => source.destroy());
}

async function verifyAll(
  source: DataSource,
  key: string | undefined,
  { org, head: logged }: VerifyRequest,
  print: Print,
): Promise<Outcome> {
  const database = new Database(source);
  let seen = logged === undefined;
  let sound = true;
  for await (const orgId of org === undefined ? organisationsToVerify(database) : [org]) {
    const report = await verifyChain(database, orgId, { key, logged });
    seen ||= report.loggedAt !== null;
    sound &&= report.findings.length === 0;
    print(lineOf(report));
  }
  if (!seen) print(`No entry has the hash ${logged}: the log was cut before it, or written anew.`);
  return sound && seen ? 0 : 1;
}

function lineOf({ orgId, entries, head, findings, more, loggedAt }: ChainReport): string {
  const told = findings.map(({ from, to, problem }) => `${placeOf(from, to)}: ${problem}`);
  if (more > 0) told.push(`and ${more} more`);
  const verdict = told.length === 0 ? 'ok' : `NOT SOUND (${told.join('; ')})`;
  const logged = loggedAt === null ? '' : `, the head given is that of entry ${loggedAt}`;
  return `${orgId}: ${verdict}, ${entries} entries, head ${head === '' ? 'none' : head}${logged}`;
}

function placeOf(from: number, to: number): string {
  if (to === 0) return 'the chain';
  return from === to ? `entry ${from}` : `entries ${from} to ${to}`;
}
