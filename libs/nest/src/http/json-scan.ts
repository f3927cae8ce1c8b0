/** How many objects and arrays may be open at once in a body. */
export const MAX_NESTING = 32;

/** Keys that reach an object's prototype in careless code, and are therefore refused everywhere. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The keys seen so far in an open object; an open array needs no memory. */
type Open = Set<string> | 'array';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
]);

/**
 * Reads JSON text once, in linear time and without recursion, and throws JsonFault at the first thing that is malformed (RFC 8259) or
 * refused: nesting over 32, a key twice or forbidden, U+0000, half a surrogate pair, a number that is not finite.
 */
export function scanJson(text: string): void {
  const open: Open[] = [];
  let at = skipSpace(text, 0);
  while (at >= 0) {
    const opener = text[at];
    if (opener === '{') at = enter(text, at, open, '}');
    else if (opener === '[') at = enter(text, at, open, ']');
    else at = afterValue(text, scalarEnd(text, at), open);
  }
}

/** The index of the next value after the opening bracket at `at`, or -1 when the text is complete. */
function enter(text: string, at: number, open: Open[], closer: '}' | ']'): number {
  if (open.length === MAX_NESTING) throw refused(at, `nested more than ${MAX_NESTING} levels deep`);
  const first = skipSpace(text, at + 1);
  if (text[first] === closer) return afterValue(text, first + 1, open);
  const top: Open = closer === '}' ? new Set<string>() : 'array';
  open.push(top);
  return memberValue(text, first, top);
}

/** The index of the next value after one that ended at `end`, or -1 when the text is complete. */
function afterValue(text: string, end: number, open: Open[]): number {
  let at = end;
  for (;;) {
    at = skipSpace(text, at);
    const top = open.at(-1);
    if (top === undefined) {
      if (at < text.length) throw malformed(at, 'Extra data');
      return -1;
    }
    const mark = text[at];
    if (mark === ',') return memberValue(text, skipSpace(text, at + 1), top);
    if (mark !== (top === 'array' ? ']' : '}')) throw malformed(at, "Expecting ',' delimiter");
    open.pop();
    at++;
  }
}

/** The index of the value of the member at `at`: past the key and colon in an object, the same index in an array. */
function memberValue(text: string, at: number, top: Open): number {
  if (top === 'array') return at;
  if (text[at] !== '"') throw malformed(at, 'Expecting property name enclosed in double quotes');
  const { value: key, end } = readString(text, at);
  if (FORBIDDEN_KEYS.has(key)) throw refused(at, `the key ${key} is not allowed`);
  if (top.has(key)) throw refused(at, 'the same key is given twice');
  top.add(key);
  const colon = skipSpace(text, end);
  if (text[colon] !== ':') throw malformed(colon, "Expecting ':' delimiter");
  return skipSpace(text, colon + 1);
}

function scalarEnd(text: string, at: number): number {
  const first = text.charAt(at);
  if (first === '"') return readString(text, at).end;
  const literal = LITERALS.get(first);
  if (literal !== undefined && text.startsWith(literal, at)) return at + literal.length;
  NUMBER.lastIndex = at;
  if (!NUMBER.test(text)) throw malformed(at, 'Expecting value');
  const end = NUMBER.lastIndex;
  // 1e309 is the shortest number that is not finite.
  if (end - at >= 5 && !Number.isFinite(Number(text.slice(at, end)))) throw refused(at, 'the number is too large');
  return end;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

/** Where and why the reading of JSON text stops; `at` is an index into the text. */
export class JsonFault extends Error {
  constructor(
    readonly type: 'json_invalid' | 'value_error',
    readonly at: number,
    message: string,
  ) {
    super(message);
    this.name = 'JsonFault';
  }
}

/** Text that is no JSON, worded as Python's decoder words it. */
export const malformed = (at: number, message: string): JsonFault => new JsonFault('json_invalid', at, message);

/** JSON that is well formed and still not taken. */
export const refused = (at: number, message: string): JsonFault => new JsonFault('value_error', at, message);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const SHORT_ESCAPES = '"\\/bfnrt';
const HEX4 = /[0-9a-fA-F]{4}/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Reads the JSON string whose opening quote is at `start` (RFC 8259 §7); `end` is the index after its closing quote.
 * Throws JsonFault when it is malformed, or when an escape spells U+0000 or half a surrogate pair.
 */
export function readString(text: string, start: number): { value: string; end: number } {
  let at = start + 1;
  let escaped = false;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) {
      at = escapeEnd(text, at);
      escaped = true;
    } else if (code >= SPACE) at++;
    else if (at >= text.length) throw malformed(start, 'Unterminated string starting at');
    else throw malformed(at, 'Invalid control character at');
  }
  const end = at + 1;
  // Only an escape can hide a refused character: bare ones stopped at the UTF-8 check or above.
  return { value: escaped ? unescape(text, start, end) : text.slice(start + 1, at), end };
}

function escapeEnd(text: string, at: number): number {
  if (at + 1 < text.length && SHORT_ESCAPES.includes(text.charAt(at + 1))) return at + 2;
  if (text[at + 1] !== 'u') throw malformed(at, 'Invalid \\escape');
  HEX4.lastIndex = at + 2;
  if (!HEX4.test(text)) throw malformed(at, 'Invalid \\uXXXX escape');
  return at + 6;
}

function unescape(text: string, start: number, end: number): string {
  const value = JSON.parse(text.slice(start, end)) as string;
  if (value.includes('\0')) throw refused(start, 'the character U+0000 is not allowed');
  if (LONE_SURROGATE.test(value)) throw refused(start, 'half a surrogate pair is not a character');
  return value;
}
