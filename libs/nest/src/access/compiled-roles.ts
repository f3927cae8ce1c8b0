import { compileRole, type CompiledRole, type PermissionSchema } from '@castellan/core';
import { LRUCache } from 'lru-cache';
import type { StoredRole } from './grants-source';

/** A compiled role and the stamp of what it was compiled from. */
interface StampedRole {
  readonly stamp: string;
  readonly role: CompiledRole;
}

/** The most roles of one organisation that are kept: more than it may have, so that only deleted ones make it full. */
const MOST_ROLES = 4_000;
/** The most stamps that a reader names as known. */
const MOST_NAMED = 500;

/** The compiled roles of organisations, shared by all their members. A role is compiled once a stamp. */
export class CompiledRoles {
  private readonly organisations: LRUCache<string, Map<string, StampedRole>>;

  constructor(
    private readonly schema: PermissionSchema,
    organisations: number,
  ) {
    this.organisations = new LRUCache({ max: organisations });
  }

  /** Roles by their stamps: those that need not be read again. */
  known(orgId: string): Map<string, CompiledRole> {
    const roles = [...(this.organisations.get(orgId)?.values() ?? [])].slice(-MOST_NAMED);
    return new Map(roles.map(({ stamp, role }) => [stamp, role]));
  }

  /** Compiles what was read, and keeps it. */
  add(orgId: string, stored: readonly StoredRole[]): CompiledRole[] {
    if (stored.length === 0) return [];
    const roles = this.organisations.get(orgId) ?? new Map<string, StampedRole>();
    this.organisations.set(orgId, roles);
    if (roles.size + stored.length > MOST_ROLES) roles.clear();
    return stored.map((source) => {
      const kept = roles.get(source.roleId);
      // Read by two members at once, it is compiled for the first.
      const role = kept?.stamp === source.stamp ? kept.role : compileRole(this.schema, source);
      roles.delete(source.roleId);
      roles.set(source.roleId, { stamp: source.stamp, role });
      return role;
    });
  }
}

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
