import { compileRole, type CompiledRole, type PermissionSchema } from '@castellan/core';
import { LRUCache } from 'lru-cache';
import type { StoredRole } from '../sources/grants-source';

/** The compiled roles of one organisation that are kept. */
interface KeptRoles {
  /** By stamp. */
  readonly roles: Map<string, CompiledRole>;
  /** The stamp of what is kept of a role, by its id: what was compiled before is let go. */
  readonly stamps: Map<string, string>;
  weight: number;
}

/** The most roles of one organisation that are kept: more than it may have, so that only deleted ones make it full. */
const MOST_ROLES = 4_000;
/** The most stamps that a reader names as known. */
const MOST_NAMED = 500;
/** The most permissions that are kept compiled, of all organisations together; one of them has at most half. */
const MOST_WEIGHT = 4_000_000;

/**
 * The compiled roles of organisations, shared by all their members. A role is compiled once a stamp, and kept within a
 * bound of permissions, so that no organisation fills the memory of the others.
 */
export class CompiledRoles {
  private readonly organisations: LRUCache<string, KeptRoles>;

  /** @param forgotten called with an organisation whose roles are kept no longer: its members hold on to them */
  constructor(
    private readonly schema: PermissionSchema,
    organisations: number,
    private readonly forgotten: (orgId: string) => void,
  ) {
    this.organisations = new LRUCache({
      max: organisations,
      maxSize: MOST_WEIGHT,
      sizeCalculation: ({ weight }) => weight + 1,
      dispose: (_, orgId, reason) => {
        if (reason === 'evict') this.forgotten(orgId);
      },
    });
  }

  /** Roles by their stamps that need not be read again: those that were compiled last. */
  latest(orgId: string): Map<string, CompiledRole> {
    const roles = this.organisations.get(orgId)?.roles ?? new Map<string, CompiledRole>();
    return new Map(roles.size <= MOST_NAMED ? roles : [...roles].slice(-MOST_NAMED));
  }

  /** The role with this stamp; undefined when it is not kept. */
  find(orgId: string, stamp: string): CompiledRole | undefined {
    return this.organisations.get(orgId)?.roles.get(stamp);
  }

  /** Compiles what was read, and keeps it. */
  add(orgId: string, stored: readonly StoredRole[]): CompiledRole[] {
    if (stored.length === 0) return [];
    const none: KeptRoles = { roles: new Map(), stamps: new Map(), weight: 0 };
    const kept = this.organisations.get(orgId) ?? none;
    // Read by two members at once, a role is compiled for the first.
    const added = stored.map((source) => kept.roles.get(source.stamp) ?? this.keep(kept, source));
    if (kept.roles.size > MOST_ROLES || kept.weight > MOST_WEIGHT / 2) {
      this.organisations.delete(orgId);
      this.forgotten(orgId);
    } else {
      // Invariant: the cache weighs a value anew only when it is another object.
      this.organisations.set(orgId, { ...kept });
    }
    return added;
  }

  private keep(kept: KeptRoles, source: StoredRole): CompiledRole {
    const { roles, stamps } = kept;
    const [role, old] = [compileRole(this.schema, source), stamps.get(source.roleId)];
    if (old !== undefined) {
      kept.weight -= weightOf(roles.get(old));
      roles.delete(old);
    }
    roles.set(source.stamp, role);
    stamps.set(source.roleId, source.stamp);
    kept.weight += weightOf(role);
    return role;
  }
}

/** How many permissions a role has. */
export const weightOf = (role: CompiledRole | undefined): number =>
  role === undefined ? 0 : role.source.policies.reduce((sum, { permissions }) => sum + permissions.length, 0);

// Kept beside the roles: only members whose groups count for their denies alone need one.
const denying = new WeakMap<CompiledRole, CompiledRole | null>();

/** The role with only what it denies; null when it denies nothing. */
export function deniesOf(schema: PermissionSchema, role: CompiledRole): CompiledRole | null {
  const known = denying.get(role);
  if (known !== undefined) return known;
  const policies = role.source.policies.filter(({ effect }) => effect === 'deny');
  const made = policies.length === 0 ? null : compileRole(schema, { roleId: role.source.roleId, policies });
  denying.set(role, made);
  return made;
}
