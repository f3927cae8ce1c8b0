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
export function readId(text: string, form: Pick<NamingField, 'as' | 'isNumber' | 'isExact'>): ReadId {
  const { as, isNumber, isExact } = form;
  if (isExact === true) return { id: text };
  if (as === 'uuid') return UUID.test(text) ? { id: text.toLowerCase() } : { problem: 'is not a UUID' };
  if (as === 'integer') return readInteger(text, isNumber === true ? LARGEST_NUMBER : LARGEST_BIGINT);
  if (PADDED.test(text)) return { problem: 'has white space around it, or control characters' };
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

// What trims an id, and a database, take it for the one without.
// eslint-disable-next-line no-control-regex -- they are meant
const PADDED = /^\s|\s$|[\0-\x1f\x7f]/;
/** As PostgreSQL reads UUIDs: in either case, in braces, with hyphens after any four digits or none. */
const ANY_UUID = /^\{?(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}\}?$/i;
/** As MongoDB reads its own ids: in either case. */
const OBJECT_ID = /^[0-9a-f]{24}$/i;
/** As JavaScript and PostgreSQL read numbers: with a base, a fraction, an exponent, or digits in groups. */
const ANY_NUMBER = /^[-+]?(?:0[xob][0-9a-f_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[-+]?\d+)?|\d+\.(?:e[-+]?\d+)?)$/i;
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** Whether what reads a text as a UUID or as a number could take it for another one. */
function isAmbiguous(text: string): boolean {
  if (OBJECT_ID.test(text)) return text !== text.toLowerCase();
  if (ANY_UUID.test(text)) return !UUID.test(text) || text !== text.toLowerCase();
  if (!ANY_NUMBER.test(text) || PLAIN_INTEGER.test(text)) return false;
  if (/^[-+]?\d+$/.test(text)) return true;
  // Too large for any number that is an id: a text of digits and an "e" may be just that.
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) || Math.abs(value) <= Number(LARGEST_BIGINT);
}
