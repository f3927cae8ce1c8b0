import { isId, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import { PastObjectsService, type PastObject } from '../past/past-objects.service';
import { PastPoliciesService } from '../policies/past-policies.service';
import type { PolicyAnswer } from '../policies/policy.answer';
import type { RoleAnswer } from './role.answer';
import { RolesService } from './roles.service';

/** A role without what its policies were. */
export type PastRole = Omit<RoleAnswer, 'policies'>;

/** Roles as they were. */
@Injectable()
export class PastRolesService {
  constructor(
    private readonly past: PastObjectsService,
    private readonly roles: RolesService,
    private readonly policies: PastPoliciesService,
  ) {}

  /** A role as it was at a revision, with its policies as they were. @throws CastellanError not-found when there was none */
  async get(orgId: string, roleId: string, revision: number, sql?: Sql): Promise<RoleAnswer> {
    const role = (await this.findMany(orgId, [roleId], revision, sql)).get(roleId);
    if (role === undefined) throw notFound('roles', roleId);
    const policies = await this.policies.findMany(orgId, role.policy_ids, revision, sql);
    return withPolicies(role, policies);
  }

  /** The roles among `ids` that there were at a revision, by id. */
  async findMany(orgId: string, ids: readonly string[], revision: number, sql?: Sql): Promise<Map<string, PastRole>> {
    const logged = await this.past.find(orgId, { type: 'roles', ids, revision }, sql);
    // A built-in role is logged from its first change on.
    const unlogged = ids.filter((id) => isId(id) && !logged.has(id));
    const found: Map<string, PastRole> =
      unlogged.length === 0 ? new Map<string, PastRole>() : await this.roles.findMany(orgId, unlogged, sql);
    for (const [id, role] of logged) if (role !== null) found.set(id, fromPast(role));
    return found;
  }
}

const fromPast = ({ policies: _, ...role }: NonNullable<PastObject>): PastRole =>
  ({ ...role, managed_by: role['managed_by'] ?? null }) as unknown as PastRole;

function withPolicies(role: PastRole, policies: ReadonlyMap<string, PolicyAnswer>): RoleAnswer {
  const { is_default, sso_group_names, created_at, updated_at, created_by, managed_by, ...named } = role;
  return {
    ...{ role_id: named.role_id, org_id: named.org_id, name: named.name, description: named.description },
    policy_ids: named.policy_ids,
    policies: named.policy_ids.flatMap((id) => policies.get(id) ?? []),
    ...{ is_default, sso_group_names, created_at, updated_at, created_by, managed_by },
  };
}
