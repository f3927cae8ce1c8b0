import type { NamingField } from './requirement';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INTEGER = /^-?\d{1,19}$/;
const LARGEST_BIGINT = 9_223_372_036_854_775_807n;
const LARGEST_NUMBER = BigInt(Number.MAX_SAFE_INTEGER);

/** An id in the one spelling that is asked about, or what is wrong with it. */
export type ReadId = { readonly id: string } | { readonly problem: string };

/**
 * Reads an id. A host's database takes a UUID in either case and a number with leading zeros, while grants are compared byte
 * by byte: so there is one spelling for each.
 * Where the declaration does not say how ids are written, what could be another spelling of one is rejected.
 */
export function readId(text: string, { as, isNumber }: Pick<NamingField, 'as' | 'isNumber'>): ReadId {
  if (as === 'uuid') return UUID.test(text) ? { id: text.toLowerCase() } : { problem: 'is not a UUID' };
  if (as === 'integer') return readInteger(text, isNumber === true ? LARGEST_NUMBER : LARGEST_BIGINT);
  if (as === null && isAmbiguous(text)) {
    const ways = "`as: 'uuid'`, `as: 'integer'` or `as: 'text'`";
    return { problem: `may be another spelling of an id: the declaration must say ${ways}` };
  }
  return { id: text };
}

function readInteger(text: string, largest: bigint): ReadId {
  if (!INTEGER.test(text)) return { problem: 'is not an integer' };
  const value = BigInt(text);
  return value > largest || value < -largest ? { problem: 'is not an integer' } : { id: String(value) };
}

/** Whether a database could take a text for another one: a UUID with capitals, a number with leading zeros. */
const isAmbiguous = (text: string): boolean =>
  (text.length === 36 && UUID.test(text) && text !== text.toLowerCase()) ||
  /^-?0\d+$|^-0$|^\+\d+$|^\{.*\}$|^\s|\s$/.test(text);
