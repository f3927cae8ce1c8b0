import { Client } from 'pg';

/** The server to test on, when this is the PostgreSQL run. */
export function postgresUrl(): string | undefined {
  if (process.env['CASTELLAN_TEST_DATABASE'] !== 'postgres') return undefined;
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) throw new Error('The PostgreSQL run needs TEST_DATABASE_URL');
  return url;
}

/** Makes a database on the server, empty or from a template, and tells its address. */
export async function createDatabase(server: string, name: string, template?: string): Promise<string> {
  await administer(server, `create database "${name}"${template === undefined ? '' : ` template "${template}"`}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database, whoever is still connected to it. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await administer(server, `drop database if exists "${name}" with (force)`);
}

/** Renames a database. @throws when there is one of the new name */
export async function renameDatabase(server: string, from: string, to: string): Promise<void> {
  await administer(server, `alter database "${from}" rename to "${to}"`);
}

/** Whether the server has a database of this name. */
export async function hasDatabase(server: string, name: string): Promise<boolean> {
  return (await administer(server, `select 1 from pg_database where datname = '${name}'`)) > 0;
}

async function administer(server: string, statement: string): Promise<number> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
