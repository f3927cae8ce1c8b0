import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { openEmbedded } from '../../apps/server/dist/embedded/open-embedded';
import type { Scratch } from './scratch';

/** Runs one statement. */
export type Query = (text: string, parameters?: unknown[]) => Promise<unknown>;

/** An empty database of one's own, for a server that a bench starts. */
export interface BenchDatabase {
  readonly kind: 'embedded' | 'PostgreSQL';
  /** What makes a server use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs statements past the service. No server may be running on the embedded one. */
  write(work: (query: Query) => Promise<void>): Promise<void>;
}

/** The server for the PostgreSQL part of a run, if there is one. */
export const postgresUrl = process.env['BENCH_DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];

/** A new database of each kind that is at hand. */
export async function benchDatabases(scratch: Scratch): Promise<BenchDatabase[]> {
  const embedded = embeddedDatabase(scratch);
  return postgresUrl === undefined ? [embedded] : [embedded, await postgresDatabase(scratch, postgresUrl)];
}

/** A new database on the PostgreSQL of the run. @throws Error when it has none */
export function onPostgres(scratch: Scratch): Promise<BenchDatabase> {
  if (postgresUrl === undefined) throw new Error('it is measured on PostgreSQL: set TEST_DATABASE_URL');
  return postgresDatabase(scratch, postgresUrl);
}

function embeddedDatabase(scratch: Scratch): BenchDatabase {
  const folder = scratch.folder();
  const write = async (work: (query: Query) => Promise<void>): Promise<void> => {
    const { driver, close } = await openEmbedded(folder);
    const source = await new DataSource({ type: 'postgres', driver }).initialize();
    try {
      await work((text, parameters) => source.query(text, parameters));
    } finally {
      await source.destroy();
      await close();
    }
  };
  return { kind: 'embedded', env: { DATA_DIR: folder }, write };
}

async function postgresDatabase(scratch: Scratch, server: string): Promise<BenchDatabase> {
  const name = `castellan_bench_${randomBytes(6).toString('hex')}`;
  await connected(server, (query) => query(`create database ${name}`));
  scratch.defer(() => connected(server, (query) => query(`drop database ${name} with (force)`)));
  const address = new URL(server);
  address.pathname = `/${name}`;
  const env = { DATABASE_URL: address.href, DATA_DIR: scratch.folder() };
  return { kind: 'PostgreSQL', env, write: (work) => connected(address.href, work) };
}

/** The version of the PostgreSQL part of a run, if there is one. */
export async function postgresVersion(): Promise<string | null> {
  let version: string | null = null;
  if (postgresUrl === undefined) return version;
  await connected(postgresUrl, async (query) => {
    const [row] = (await query('show server_version')) as { server_version: string }[];
    version = row?.server_version ?? null;
  });
  return version;
}

async function connected(url: string, work: (query: Query) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  // An interrupted run drops the database under the statement that runs: the statement's own failure says enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(async (text, parameters) => (await client.query(text, parameters)).rows);
  } finally {
    await client.end();
  }
}
