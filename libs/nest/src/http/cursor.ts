import { isUserId } from '@castellan/core';
import { createHash } from 'node:crypto';

const CHECK_BYTES = 12;

/** An opaque cursor: a position in one list of one organisation, with a checksum over the three. */
export function encodeCursor(orgId: string, list: string, position: string): string {
  return Buffer.concat([checksum(orgId, list, position), Buffer.from(position)]).toString('base64url');
}

/** The position of a cursor; null for one that was changed, or made for another list or organisation. */
export function decodeCursor(orgId: string, list: string, cursor: string): string | null {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= CHECK_BYTES || bytes.toString('base64url') !== cursor) return null;
  const position = bytes.subarray(CHECK_BYTES).toString('utf8');
  // The checksum is no secret, so a position that was made up must still be one that a query can take.
  return isUserId(position) && checksum(orgId, list, position).equals(bytes.subarray(0, CHECK_BYTES)) ? position : null;
}

function checksum(orgId: string, list: string, position: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([orgId, list, position]))
    .digest()
    .subarray(0, CHECK_BYTES);
}
