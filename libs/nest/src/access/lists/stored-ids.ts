import type { ValueTransformer } from 'typeorm';
import type { ListedColumn, StoredAs } from './listed-columns';

/** A column with the transformers between its stored value and the entity's property. */
export interface StoredColumn extends ListedColumn {
  readonly transformers: readonly ValueTransformer[];
}

/** TypeORM keeps one transformer, several, or none. */
export function transformersOf(transformer: ValueTransformer | ValueTransformer[] | undefined): ValueTransformer[] {
  return transformer === undefined ? [] : [transformer].flat();
}

/**
 * The ids as the column stores them. An id that the column cannot store names no row and is left out: ids are compared byte by
 * byte, so `0A` is not the integer 10, and a UUID in capitals is not the one that PostgreSQL spells in small letters.
 * @throws Error when a transformer's result cannot be compared
 */
export function storedIds(ids: readonly string[], column: StoredColumn): string[] {
  const stored = column.transformers.length === 0 ? [...ids] : transformed(ids, column);
  return stored.filter(FITS[column.as ?? 'text']);
}

/** SQL that a column's value is in a list that is bound to a parameter. */
export function isOneOf(column: string, as: StoredAs | null, parameter: string): string {
  if (as === 'uuid') return `(${column} = ANY(CAST(${parameter} AS UUID[])))`;
  if (as === 'integer') return `(${column} = ANY(CAST(${parameter} AS BIGINT[])))`;
  // The cast of a text does nothing and leaves its index usable; of other types it makes the spelling count.
  return `(CAST(${column} AS TEXT) = ANY(CAST(${parameter} AS TEXT[])))`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INTEGER = /^(0|-?[1-9][0-9]{0,18})$/;

const FITS: Readonly<Record<StoredAs, (stored: string) => boolean>> = {
  text: () => true,
  uuid: (stored) => UUID.test(stored),
  integer: (stored) => INTEGER.test(stored) && BigInt.asIntN(64, BigInt(stored)) === BigInt(stored),
};

function transformed(ids: readonly string[], { property, as, transformers }: StoredColumn): string[] {
  if (as === null)
    throw new Error(
      `The column of "${property}" has a transformer: declare how its ids are stored, with the option as: { '${property}': 'text' | 'uuid' | 'integer' }`,
    );
  return ids.flatMap((id) => {
    const stored = attempt(() => toStored(id, transformers));
    if (stored === undefined || stored === null) return [];
    if (!isComparable(stored)) throw uncomparable(property, 'a string or a number');
    // An id that does not come back as itself is not the id of a row: the row's own id is spelled differently.
    if (attempt(() => spelling(fromStored(stored, transformers))) !== id) return [];
    // Invariant: a denied id that is stored differently each time would be found in no row, and the row shown.
    if (toStored(id, transformers) !== stored) throw uncomparable(property, 'the same value each time');
    return [as === 'uuid' ? String(stored).toLowerCase() : String(stored)];
  });
}

/** What a column stores for a value of its property. */
export const toStored = (value: unknown, transformers: readonly ValueTransformer[]): unknown =>
  transformers.reduce<unknown>((given, transformer) => transformer.to(given), value);

const fromStored = (value: unknown, transformers: readonly ValueTransformer[]): unknown =>
  transformers.reduceRight<unknown>((given, transformer) => transformer.from(given), value);

const isComparable = (value: unknown): value is string | number | bigint =>
  ['string', 'number', 'bigint'].includes(typeof value);

const spelling = (value: unknown): string | null => (isComparable(value) ? String(value) : null);

/** A transformer may reject ids of other types, which are in the same list: they name no row. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const uncomparable = (property: string, what: string): Error =>
  new Error(`Rows cannot be listed by "${property}": the transformer of its column must store ${what}`);
