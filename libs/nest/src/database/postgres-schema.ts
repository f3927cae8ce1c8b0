import { LRUCache } from 'lru-cache';
import { type DataSource, type EntityManager } from 'typeorm';

/** The PostgreSQL schema that holds Castellan's tables where an application names no other. Statements are written with it. */
export const DEFAULT_SCHEMA = 'castellan';

const MOST_TEXTS = 1_000;
const NAME = /^[a-z_][a-z0-9_]{0,62}$/;
const TAKEN = /^(pg_.*|public|information_schema)$/;

const schemas = new WeakMap<DataSource, string>();
const texts = new Map<string, LRUCache<string, string>>();

/** @throws Error naming `castellanSchema` when the name is no identifier, or the schema cannot be Castellan's own */
export function assertSchemaName(name: string): void {
  if (typeof name !== 'string' || !NAME.test(name))
    throw new Error(`castellanSchema must match [a-z_][a-z0-9_]{0,62}, not ${JSON.stringify(name)}`);
  if (TAKEN.test(name)) throw new Error(`castellanSchema must be a schema of Castellan's own, not "${name}"`);
}

// Invariant: a DataSource has one schema for as long as it lives, so that statements can be told by their DataSource, those
// in a host's transaction too.
/** Lets the statements of a DataSource name this schema. @throws Error when the name is not valid, or it has another one */
export function setSchema(dataSource: DataSource, schema: string): void {
  assertSchemaName(schema);
  const known = schemas.get(dataSource) ?? schema;
  if (known !== schema) {
    const message = `castellanSchema is "${schema}", and another application uses the same DataSource with "${known}"`;
    throw new Error(`${message}: give each of them a DataSource of its own`);
  }
  schemas.set(dataSource, schema);
}

/** The schema of a DataSource. It is the name of the channel on which changes are announced, too. */
export const schemaOf = (dataSource: DataSource): string => schemas.get(dataSource) ?? DEFAULT_SCHEMA;

/** A statement with the schema in place of the default one. */
export function inSchema(schema: string, text: string): string {
  if (schema === DEFAULT_SCHEMA) return text;
  const known = texts.get(schema) ?? new LRUCache<string, string>({ max: MOST_TEXTS });
  texts.set(schema, known);
  let found = known.get(text);
  // Quoted, because a valid name may be a reserved word.
  if (found === undefined) known.set(text, (found = text.replaceAll(/\bcastellan\./g, `"${schema}".`)));
  return found;
}

/** The DataSource of a manager. TypeORM 0.3 has it as `connection` alone, a name that 1.x understands too. */
export const dataSourceOf = (manager: EntityManager): DataSource => manager.connection;
