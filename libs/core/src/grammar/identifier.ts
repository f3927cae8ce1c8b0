const LONGEST_ID = 255;
const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** Whether `value` can be the id of a resource or container: a string of 1 to 255 visible ASCII characters (0x21 to 0x7e). */
export const isId = (value: unknown): value is string => isWritten(value, 0x21);

/** Whether `value` can be the id of a user: an id that may also contain spaces, but never at its ends. */
export const isUserId = (value: unknown): value is string =>
  isWritten(value, 0x20) && !value.startsWith(' ') && !value.endsWith(' ');

// Hosts without types pass on what a token or a database gave them, so even the type is checked.
function isWritten(value: unknown, lowest: number): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > LONGEST_ID) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < lowest || code > 0x7e) return false;
  }
  return true;
}

/** What the ids of service accounts and of pending members begin with: no token and no caller may name a user so. */
const RESERVED = ['sa-', 'pm-'];

/** Whether a user id is reserved for Castellan's own use. */
export const isReservedUserId = (userId: string): boolean => RESERVED.some((prefix) => userId.startsWith(prefix));

/** Whether `text` can be the name of a resource type or an action. */
export const isName = (text: string): boolean => NAME.test(text);

const ENCODED: Readonly<Record<string, string>> = { ':': '%3A', '*': '%2A', '/': '%2F', '%': '%25', ' ': '%20' };
const SPECIAL = /[:*/%$ ]/;
const DECODED = new Map(Object.entries(ENCODED).map(([plain, code]) => [code, plain]));

/** Writes an id as it stands in a permission's scope: `: * / %`, a space and a leading `$` percent-encoded, nothing else. */
export function encodeId(id: string): string {
  const body = id.replace(/[:*/% ]/g, (character) => ENCODED[character] as string);
  return body.startsWith('$') ? `%24${body.slice(1)}` : body;
}

/** Reads an id from a permission's scope; null for any spelling other than the one that `encodeId` writes. */
export function decodeId(encoded: string): string | null {
  if (encoded.length > 3 * LONGEST_ID) return null;
  if (!SPECIAL.test(encoded)) return isId(encoded) ? encoded : null;
  let id = '';
  for (let i = 0; i < encoded.length; i++) {
    const character = encoded[i] as string;
    if (character === '%') {
      const code = encoded.slice(i, i + 3);
      const plain = i === 0 && code === '%24' ? '$' : DECODED.get(code);
      if (plain === undefined) return null;
      id += plain;
      i += 2;
    } else if (character in ENCODED || (i === 0 && character === '$')) return null;
    else id += character;
  }
  return isUserId(id) ? id : null;
}
