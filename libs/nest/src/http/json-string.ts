import { malformed, refused } from './json-fault';

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
