import { conflict, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { assertMayDeny } from '../changes/power-to-cover';
import { requireInSteps } from '../changes/require-in-steps';
import type { Sql } from '../database/database';
import { OwnedPoliciesService, type OwnedPolicy, type OwningRole } from '../policies/owned-policies.service';
import { PoliciesService } from '../policies/policies.service';
import type { PolicyAnswer } from '../policies/policy.answer';
import type { UpdateRole } from './role.dto';
import type { RoleRow } from './roles.repository';

/** What a role is to be. `statements` are the policies that it is to have of its own, in place of all that it has. */
export interface RoleInput extends UpdateRole {
  readonly statements?: readonly OwnedPolicy[];
}

/** A role as it is before a change, with what decides who comes to its policies. */
export type RoleState = OwningRole & Pick<RoleRow, 'is_default' | 'sso_group_names'>;

/** The policies of a role: which it may have, what changes with them, and those that are its own. */
@Injectable()
export class RolePoliciesService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly owned: OwnedPoliciesService,
  ) {}

  /** The policies among `ids`, by id. */
  findMany(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, PolicyAnswer>> {
    return this.policies.findMany(orgId, ids, sql);
  }

  /** Demands what these policies give and take together. @throws CastellanError forbidden */
  requireRights(change: Change, ids: readonly string[]): Promise<void> {
    return requireInSteps(change, this.policies.readRights(change.orgId, ids, change.sql));
  }

  /** Before a role is deleted: demands all that it gives and takes. @throws CastellanError forbidden */
  async requireAll(change: Change, role: RoleState): Promise<void> {
    await this.requireRights(change, role.policy_ids);
    change.judgement?.forget(keyOfRole(role.role_id));
  }

  /**
   * Holds a change to what the role may have, and to what the actor may hand out of the policies that it touches.
   * @throws CastellanError not-found, forbidden, conflict `owned`
   */
  async assertMayHave(change: Change, role: RoleState, input: RoleInput): Promise<void> {
    const { orgId, sql } = change;
    const { policy_ids: ids = [], statements } = input;
    const left = input.policy_ids === undefined ? [] : role.policy_ids.filter((id) => !ids.includes(id));
    const owners = await this.policies.owners(orgId, [...ids, ...left], sql);
    const unknown = ids.find((id) => !owners.has(id));
    if (unknown !== undefined) throw notFound('policies', unknown);
    await this.requireRights(change, touched(role, input));
    const had = new Set(role.policy_ids);
    let denies = await this.policies.deny(
      orgId,
      ids.filter((id) => !had.has(id)),
      sql,
    );
    if (statements !== undefined) {
      const difference = await this.owned.difference(change, role, statements);
      change.requires(difference.both);
      denies ||= difference.added.some(({ effect }) => effect === 'deny');
    }
    if (denies) await assertMayDeny(change, { roleIds: [role.role_id] });
    const foreign = ids.map((id) => owners.get(id)).find((owner) => owner && owner !== role.role_id);
    if (foreign) throw owned(change, 'The policy belongs to a role and is attached to no other', foreign);
    // Only the face that shows statements takes them away: whoever lists policies may not know of them.
    const own = left.some((id) => owners.get(id) === role.role_id);
    if (own)
      throw owned(change, 'The policy belongs to the role and is taken from it with its statement', role.role_id);
  }

  /** Writes the role's own policies; the input with what they make of its list. @throws CastellanError conflict `limit` */
  async writeOwned(change: Change, role: OwningRole, input: RoleInput): Promise<RoleInput> {
    const ids = await this.owned.write(change, { ...role, name: input.name ?? role.name }, input.statements);
    return input.statements === undefined ? input : { ...input, policy_ids: ids };
  }

  /** Deletes the role's own policies. */
  async deleteOwned(change: Change, role: OwningRole): Promise<void> {
    await this.owned.write(change, role, []);
  }
}

const owned = (change: Change, message: string, role_id: string): Error =>
  conflict('owned', message, change.mayRead('roles', role_id) ? { role_id } : {});

/** What a change asks about a role is kept under this. */
export const keyOfRole = (roleId: string): string => `roles ${roleId}`;

/** The policies whose rights a change gives or takes: all, when it changes who comes to the role by itself. */
function touched(role: RoleState, input: RoleInput): string[] {
  const { policy_ids: ids = role.policy_ids, is_default = role.is_default, sso_group_names: groups } = input;
  const sameGroups = groups === undefined || symmetricDifference(role.sso_group_names, groups).length === 0;
  if (is_default === role.is_default && sameGroups) return symmetricDifference(role.policy_ids, ids);
  return [...new Set([...role.policy_ids, ...ids])];
}

/** What is in one of the lists alone. */
export function symmetricDifference(one: readonly string[], other: readonly string[]): string[] {
  const [first, second] = [new Set(one), new Set(other)];
  return [...one.filter((text) => !second.has(text)), ...other.filter((text) => !first.has(text))];
}
