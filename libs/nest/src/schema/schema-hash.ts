import type { PermissionSchema } from '@castellan/core';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** SHA-256 over the canonical JSON (RFC 8785) of a schema's types and built-ins, as lower-case hex. */
export function schemaHash({ types, policies, roles }: PermissionSchema): string {
  const text = canonicalize({ types: Object.fromEntries(types), policies, roles }) as string;
  return createHash('sha256').update(text).digest('hex');
}
