import { preconditionFailed } from '@castellan/core';
import { createHash } from 'node:crypto';

/** The strong entity tag of an answer (RFC 9110, §8.8.3): a hash of its JSON. */
export function etagOf(answer: object): string {
  return `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 27)}"`;
}

/**
 * Holds a stored object against `If-Match` (RFC 9110, §13.1.1, strong comparison).
 * @throws CastellanError precondition-failed when no tag matches
 */
export function assertMatch(ifMatch: string | null | undefined, stored: object): void {
  if (ifMatch === null || ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(stored))) throw preconditionFailed();
}
