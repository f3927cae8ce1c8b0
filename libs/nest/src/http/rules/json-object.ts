import { valueError } from '@castellan/core';
import { FORBIDDEN_KEYS, MAX_NESTING } from '../json-scan';
import { described, isRecord, Rule } from './rule';

const MAX_BYTES = 16_384;

/** A free-form object of at most 16 KB as JSON, at most 32 levels deep, without keys that reach a prototype. */
export const jsonObject: Rule = described({ type: 'object', additionalProperties: true }, (value) => {
  if (!isRecord(value)) return [valueError([], 'must be an object', value)];
  const reason = refusal(value) ?? (sizeOf(value) > MAX_BYTES ? TOO_LARGE : undefined);
  return reason === undefined ? [] : [valueError([], reason, value)];
});

const TOO_LARGE = `must be at most ${MAX_BYTES} bytes as JSON`;

const sizeOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/** Why the object must not reach code that recurses; level by level, and no further than an allowed object can go. */
function refusal(root: object): string | undefined {
  let level: object[] = [root];
  let seen = 0;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_NESTING) return `must be nested at most ${MAX_NESTING} levels deep`;
    const next: object[] = [];
    for (const part of level) {
      const entries = Object.entries(part);
      seen += entries.length;
      if (seen > MAX_BYTES) return TOO_LARGE;
      for (const [key, child] of entries as Array<[string, unknown]>) {
        if (FORBIDDEN_KEYS.has(key)) return `must not have the key ${key}`;
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return undefined;
}
