import { ORIGINS, type Origin } from './grant';
import { parsePermission, type Permission, type Effect } from '../grammar/permission';
import type { NameFlags, PermissionIndex } from '../schema/permission-index';
import type { PermissionSchema } from '../schema/schema';
import { ALL, type Scope } from '../grammar/scope';
import { ScopedFlagsBuilder, type ScopedFlags } from './scoped-flags';

/** A role as it is stored: its policies in order, and their permissions as texts. */
export interface RoleSource {
  readonly roleId: string;
  readonly policies: readonly PolicySource[];
}

/** A policy as it is stored. */
export interface PolicySource {
  readonly policyId: string;
  readonly effect: Effect;
  readonly permissions: readonly string[];
}

/** A role given to a member. */
export interface Assigned {
  readonly role: CompiledRole;
  readonly scope: Scope;
  readonly origin: Origin;
  /** Milliseconds since the epoch, null when it does not expire. */
  readonly expiresAt: number | null;
}

/**
 * A role made ready for deciding; shared by all its members and never written to.
 * `flags` holds a byte for each name of the schema: beside ALLOW and DENY, which the scope `*` gives, it says
 * where else to look. A question whose byte is 0 is none of the role's business.
 */
export interface CompiledRole {
  readonly source: RoleSource;
  readonly names: PermissionIndex;
  readonly flags: Uint8Array;
  /** What grants on ids reach, by the id alone. */
  readonly scoped: ReadonlyMap<string, ScopedFlags>;
  /** What grants on `$self` reach, null without any. */
  readonly self: NameFlags | null;
  /** The role as most members have it: everywhere and for ever. Members share these. */
  readonly plain: Readonly<Record<Origin, Assigned>>;
}

/** The flag of a name that an allow reaches on some id, or on the member itself. */
export const ALLOW_SOMEWHERE = 4;
/** The flag of a name that a deny reaches on some id. */
export const DENY_SOMEWHERE = 8;
/** The flag of a name that a deny reaches on the member itself. */
export const DENY_SELF = 16;

/**
 * Compiles a role against the schema.
 * @throws PermissionSyntaxError for a text that is no permission
 */
export function compileRole(schema: PermissionSchema, source: RoleSource): CompiledRole {
  const { names } = schema;
  const flags = new Uint8Array(names.types.length);
  const scoped = new ScopedFlagsBuilder();
  for (const { effect, permissions } of source.policies) {
    for (const text of permissions) {
      const permission = parsePermission(text);
      const reached = names.matchedBy(effect, permission.type, permission.action);
      mark(flags, reached, effect, permission);
      scoped.add(permission.scope, reached);
    }
  }
  const plain = {} as Record<Origin, Assigned>;
  const role: CompiledRole = { source, names, flags, scoped: scoped.byId, self: scoped.self, plain };
  for (const origin of ORIGINS) {
    plain[origin] = { role, scope: ALL, origin, expiresAt: null };
  }
  return role;
}

function mark(flags: Uint8Array, reached: NameFlags, effect: Effect, { scope }: Permission): void {
  const somewhere = effect === 'allow' ? ALLOW_SOMEWHERE : scope.kind === 'self' ? DENY_SELF : DENY_SOMEWHERE;
  for (let at = 0; at < reached.flags.length; at++) {
    const found = reached.flags[at] as number;
    if (found !== 0) flags[reached.first + at]! |= scope.kind === 'all' ? found : somewhere;
  }
}
