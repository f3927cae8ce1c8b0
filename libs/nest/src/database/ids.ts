import { v7 } from 'uuid';

/** Crockford's base32 in ascending byte order, so that ids sort as they were made. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id: the prefix and a UUIDv7 (RFC 9562) in base32, 26 characters. */
export function newId(prefix: 'pol' | 'rl' | 'ws'): string {
  let rest = v7({}, new Uint8Array(16)).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = `${DIGITS[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return `${prefix}-${text}`;
}
