import {
  decide,
  effectivePermissions,
  missingRights,
  parsePermissionName,
  scopesOf,
  type Decision,
  type EffectivePermissions,
  type PermissionName,
  type PermissionSchema,
  type Right,
  type Scopes,
  type Target,
} from '@castellan/core';
import type { Authority } from '../database/change';
import type { LoadedMember } from './grants-source';

/** What one member may do, as of one moment. Every question is answered synchronously. */
export class Access implements Authority {
  constructor(
    private readonly schema: PermissionSchema,
    readonly member: LoadedMember,
  ) {}

  /** The answer to a question, with its reason. Without a target it is about the whole organisation. */
  decide(name: PermissionName, target?: Target): Decision {
    return decide(this.schema, this.member, target === undefined ? name : { ...name, target }, Date.now());
  }

  /** Whether the member may do `type:action`; on the thing with this id, or in the whole organisation. */
  can(permission: string, id?: string): boolean {
    const name = parsePermissionName(permission);
    if (name === null) return false;
    if (id === undefined) return this.decide(name).allowed;
    const containers = this.schema.containerOf(name.type) === null ? [] : null;
    return this.decide(name, { id, containers }).allowed;
  }

  /** Where the member may do `type:action`: what a list of such things may show. */
  scopes(permission: string): Scopes {
    const name = parsePermissionName(permission);
    return scopesOf(this.schema, this.member, name ?? { type: '', action: '' }, Date.now());
  }

  /** Everything that the member holds, as canonical permissions. */
  effective(): EffectivePermissions {
    if (this.member.status !== 'active') return { permissions: [], denied: [] };
    return effectivePermissions(this.member.grants, Date.now());
  }

  /** Those of the rights that the member does not hold whole, and so may neither give nor take. */
  missing(rights: readonly Right[]): Right[] {
    return missingRights(this.schema, this.member, rights, Date.now());
  }

  /** Whether the member may assign this role without holding what it grants. */
  mayBind(roleId: string): boolean {
    return this.decide({ type: 'roles', action: 'bind' }, { id: roleId, containers: [] }).allowed;
  }
}
