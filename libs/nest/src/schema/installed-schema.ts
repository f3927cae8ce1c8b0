import type { BuiltinPolicy, BuiltinRole, PermissionSchema } from '@castellan/core';
import { rows, type Sql } from '../database/database';
import { schemaHash } from './schema-hash';

/** A built-in with the key on which its name is unique. */
export type Keyed<Builtin> = Builtin & { readonly name_key: string };

/** The built-ins of a schema. */
export interface Builtins {
  readonly policies: readonly Keyed<BuiltinPolicy>[];
  readonly roles: readonly Keyed<BuiltinRole>[];
}

/** Which schema it is, how new, and what it declares. */
export interface SchemaVersion {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
}

/** The schema whose built-ins the organisations of an installation have. */
export interface InstalledSchema extends SchemaVersion {
  /** What it declares beside Castellan's own. */
  readonly builtins: Builtins;
}

/** How an instance's schema stands to the installed one. */
export type Standing = 'same' | 'older' | 'newer';

/** @throws Error when they are two schemas, or two that both claim to be one version */
export function compareSchemas(mine: SchemaVersion, installed: SchemaVersion): Standing {
  if (mine.name !== installed.name) throw new Error(twoNames(mine.name, installed.name));
  if (mine.version !== installed.version) return mine.version < installed.version ? 'older' : 'newer';
  if (mine.hash !== installed.hash) throw new Error(sameVersion(mine));
  return 'same';
}

const twoNames = (mine: string, installed: string): string =>
  `The permission schema is named "${mine}", and the database has the schema "${installed}". Give each application with a ` +
  `schema of its own a PostgreSQL schema of its own: castellanSchema: 'castellan_${mine.replaceAll('-', '_')}'. If it ` +
  `is the same schema under a new name, run in Castellan's own: update permission_schema set name = '${mine}'`;

const sameVersion = ({ name, version }: SchemaVersion): string =>
  `The permission schema "${name}" is not what was started before, and its version is ${version} as before. Raise ` +
  `\`version\` to ${version + 1} or more, in defineSchema({ version, ... }) or in the schema file, with every change`;

/** Checks at the start of an application that it may decide by what is installed. @throws Error as `compareSchemas` does */
export async function assertSchemaFits(sql: Sql, schema: PermissionSchema): Promise<void> {
  const installed = await findInstalled(sql);
  if (installed !== null) compareSchemas({ ...schema, hash: schemaHash(schema) }, installed);
}

/** The schema of the installation; null when no application with administration was started yet. */
export async function findInstalled(sql: Sql): Promise<InstalledSchema | null> {
  const [found] = await rows<InstalledSchema>(sql, SELECT);
  return found ?? null;
}

const SELECT = 'select name, version, hash, builtins from castellan.permission_schema';

const CLAIM = `
  insert into castellan.permission_schema (name, version, hash, builtins) values ($1, $2, $3, $4::jsonb)
  on conflict (one) do nothing`;

// Invariant: built-ins are written under a lock on this row, and only as the row has them. So an older schema, whenever it
// starts, writes nothing over a newer one.
/** The schema of the installation, which stays until the transaction ends; `mine` when there was none. @throws as `compareSchemas` */
export async function holdInstalled(sql: Sql, mine: InstalledSchema): Promise<InstalledSchema> {
  const installed = await lockInstalled(sql, mine, 'share');
  compareSchemas(mine, installed);
  return installed;
}

/** Makes `mine` the schema of the installation; false when a newer one is, which stays. @throws as `compareSchemas` */
export async function takeOver(sql: Sql, mine: InstalledSchema): Promise<boolean> {
  const standing = compareSchemas(mine, await lockInstalled(sql, mine, 'update'));
  if (standing === 'newer') {
    const text = 'update castellan.permission_schema set version = $1, hash = $2, builtins = $3::jsonb';
    await rows(sql, text, [mine.version, mine.hash, JSON.stringify(mine.builtins)]);
  }
  return standing !== 'older';
}

async function lockInstalled(sql: Sql, mine: InstalledSchema, strength: 'share' | 'update'): Promise<InstalledSchema> {
  await rows(sql, CLAIM, [mine.name, mine.version, mine.hash, JSON.stringify(mine.builtins)]);
  const [installed] = await rows<InstalledSchema>(sql, `${SELECT} for ${strength}`);
  return installed as InstalledSchema;
}
