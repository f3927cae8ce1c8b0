import { OWN_POLICIES, OWN_ROLES, OWN_TYPES, type PermissionSchema } from '@castellan/core';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/**
 * SHA-256 over the canonical JSON (RFC 8785) of what a schema declares, as lower-case hex: its types and built-ins, without
 * Castellan's own. A newer Castellan is no reason to raise the version of a schema.
 */
export function schemaHash(schema: PermissionSchema): string {
  const types = [...schema.types].filter(([name]) => !Object.hasOwn(OWN_TYPES, name));
  const text = canonicalize({ types: Object.fromEntries(types), ...declaredBuiltins(schema) }) as string;
  return createHash('sha256').update(text).digest('hex');
}

/** The built-ins that a schema declares, beside Castellan's own. */
export function declaredBuiltins({ policies, roles }: PermissionSchema): Pick<PermissionSchema, 'policies' | 'roles'> {
  const own = new Set([...OWN_POLICIES, ...OWN_ROLES].map(({ id }) => id));
  return { policies: policies.filter(({ id }) => !own.has(id)), roles: roles.filter(({ id }) => !own.has(id)) };
}
