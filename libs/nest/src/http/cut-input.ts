import { MAX_NESTING } from './json-scan';

const MAX = 256;
const REDACTED = '[redacted]';
const SECRET = /password|passwd|secret|token|authorization/i;

/** Whether a value under this key must never be shown. */
export const namesSecret = (key: string | number): boolean => typeof key === 'string' && SECRET.test(key);

/**
 * What may be shown of a value that was sent: a string to 256 characters; an object or array whole when its JSON is at most that long,
 * else the start of its JSON as a string; nothing under a key that names a secret. Never throws, whatever the value's size or depth.
 */
export function cutInput(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  const out: Draft = { json: '', whole: true };
  write(out, value, 0);
  return out.whole && out.json.length <= MAX ? JSON.parse(out.json) : cut(out.json);
}

/** JSON that is being written; `whole` turns false when something was left out. */
interface Draft {
  json: string;
  whole: boolean;
}

/** Writes until there is enough to cut: work and depth are bounded by the output, not by the value. */
function write(out: Draft, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    out.whole &&= value.length <= MAX;
    out.json += JSON.stringify(cut(value));
  } else if (typeof value !== 'object' || value === null) {
    out.json += typeof value === 'number' || typeof value === 'boolean' ? JSON.stringify(value) : 'null';
  } else if (depth === MAX_NESTING) {
    out.whole = false;
    out.json += '...';
  } else if (Array.isArray(value)) writeArray(out, value, depth);
  else writeObject(out, value as Record<string, unknown>, depth);
}

function writeArray(out: Draft, value: readonly unknown[], depth: number): void {
  out.json += '[';
  for (let index = 0; index < value.length && out.json.length <= MAX; index++) {
    if (index > 0) out.json += ',';
    write(out, value[index], depth + 1);
  }
  out.json += ']';
}

function writeObject(out: Draft, value: Readonly<Record<string, unknown>>, depth: number): void {
  out.json += '{';
  let separator = '';
  for (const key of Object.keys(value)) {
    if (out.json.length > MAX) break;
    out.json += `${separator}${JSON.stringify(key)}:`;
    write(out, namesSecret(key) ? REDACTED : value[key], depth + 1);
    separator = ',';
  }
  out.json += '}';
}

/** The first 256 UTF-16 units, less one where that would split a character. */
function cut(value: string): string {
  if (value.length <= MAX) return value;
  return value.slice(0, /[\uD800-\uDBFF]/.test(value.charAt(MAX - 1)) ? MAX - 1 : MAX);
}

/** What may be shown of a value at a place: see cutInput; nothing when a key on the way there names a secret. */
export const inputAt = (loc: ReadonlyArray<string | number>, value: unknown): unknown =>
  loc.some(namesSecret) ? REDACTED : cutInput(value);
