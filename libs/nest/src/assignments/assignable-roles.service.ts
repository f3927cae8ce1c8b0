import {
  isId,
  isPrivileged,
  notFound,
  parsePermission,
  parseScope,
  writableWithin,
  type Grant,
  type RoleGrant,
  type Scope,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql } from '../database/database';
import type { PathObjectFinder } from '../http/route-input';
import { StoredRoles, type NamedRoleRow, type RoleRow } from '../access/sources/stored-roles';
import { AssignableRolesRepository } from './assignable-roles.repository';
import type { HeldRole, Membership } from './membership';
import type { Demand, RoleKind } from './rewrite-demands';
import { ScopeInput } from './scope-input';

/** Roles that members hold: what to show of them, and what they grant. */
export class AssignableRoles {
  private readonly roles: ReadonlyMap<string, RoleRow>;
  private readonly parsed = new Map<string, readonly RoleGrant[]>();

  constructor(found: readonly RoleRow[]) {
    this.roles = new Map(found.map((role) => [role.role_id, role]));
  }

  /** The role; undefined for one that was deleted since the member was read. */
  find(roleId: string): RoleRow | undefined {
    return this.roles.get(roleId);
  }

  /** Every grant that assignments bring. */
  grantsOf(assignments: readonly HeldRole[]): Grant[] {
    return this.chosen(assignments, (grants) => grants);
  }

  /** What counts of a member's grants and can be written as one permission: all that `effectivePermissions` shows. */
  writableOf({ status, directory, assignments }: Membership): Grant[] {
    if (status !== 'active' || directory === 'overflow') return [];
    const grants = this.chosen(assignments, writableWithin);
    return directory === 'denies'
      ? grants.filter(({ origin, effect }) => origin !== 'sso' || effect === 'deny')
      : grants;
  }

  private chosen(
    assignments: readonly HeldRole[],
    choose: (grants: readonly RoleGrant[], within: Scope) => readonly RoleGrant[],
  ): Grant[] {
    return assignments.flatMap(({ role_id, scope, origin, expires_at }) => {
      const within = parseScope(scope);
      if (within === null) throw new Error(`An assignment of ${role_id} has an unreadable scope`);
      const expiresAt = expires_at === null ? null : Date.parse(expires_at);
      return choose(this.grantsIn(role_id), within).map((grant) => ({ ...grant, within, origin, expiresAt }));
    });
  }

  /** What a role grants, wherever it is assigned; nothing for one that is not there. */
  grantsIn(roleId: string): readonly RoleGrant[] {
    const grants =
      this.parsed.get(roleId) ??
      (this.roles.get(roleId)?.policies ?? []).flatMap(({ policyId, effect, permissions }) =>
        permissions.map((text) => ({ permission: parsePermission(text), effect, roleId, policyId })),
      );
    this.parsed.set(roleId, grants);
    return grants;
  }
}

/** Some of the roles that are read in steps. */
export interface RolesStep {
  readonly ids: readonly string[];
  readonly roles: AssignableRoles;
}

/** The most roles, and the most permissions of more than one role, that are read with one statement. */
const STEP = { roles: 100, permissions: 10_000 } as const;

function* stepsOf(ids: readonly string[], weights: ReadonlyMap<string, number>): Generator<string[]> {
  let step: string[] = [];
  let weight = 0;
  for (const id of ids) {
    const more = weights.get(id) ?? 0;
    if (step.length > 0 && (step.length === STEP.roles || weight + more > STEP.permissions)) {
      yield step;
      [step, weight] = [[], 0];
    }
    step.push(id);
    weight += more;
  }
  if (step.length > 0) yield step;
}

/** Finds the roles that members hold or are to hold. */
@Injectable()
export class AssignableRolesService implements PathObjectFinder {
  constructor(
    private readonly repository: AssignableRolesRepository,
    private readonly stored: StoredRoles,
    /** Where roles may be assigned. */
    readonly scopes: ScopeInput,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, roleId: string): Promise<void> {
    if (!isId(roleId)) throw notFound('roles', roleId);
    await this.assertAll(orgId, [roleId]);
  }

  /** @throws CastellanError not-found, which names the first of `ids` that is no role */
  async assertAll(orgId: string, ids: readonly string[], sql?: Sql): Promise<void> {
    const [unknown] = await this.unknownAmong(orgId, ids, sql);
    if (unknown !== undefined) throw notFound('roles', unknown);
  }

  /** Those of `ids` that are not roles, in their order. */
  async unknownAmong(orgId: string, ids: readonly string[], sql?: Sql): Promise<string[]> {
    const existing = new Set(ids.length === 0 ? [] : await this.repository.findExisting(orgId, ids, sql));
    return ids.filter((id) => !existing.has(id));
  }

  /** The roles among `ids` by id, without what they grant. */
  async findNamed(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, NamedRoleRow>> {
    const found = ids.length === 0 ? [] : await this.stored.readNamed(orgId, ids, sql);
    return new Map(found.map((role) => [role.role_id, role]));
  }

  /** The roles among `ids`. */
  async readMany(orgId: string, ids: readonly string[], sql?: Sql): Promise<AssignableRoles> {
    return new AssignableRoles(ids.length === 0 ? [] : await this.stored.read(orgId, ids, sql));
  }

  /**
   * The roles among `ids`, a bounded number of permissions at a time: nobody else may have to wait for the reading of
   * large roles. `weights` are those of `weights`, when the caller has them.
   */
  async *readInSteps(
    orgId: string,
    ids: readonly string[],
    sql?: Sql,
    weights?: ReadonlyMap<string, number>,
  ): AsyncGenerator<RolesStep> {
    const known = weights ?? (await this.readWeights(orgId, ids, sql));
    for (const step of stepsOf(ids, known)) {
      yield { ids: step, roles: await this.readMany(orgId, step, sql) };
      await nextTurn();
    }
  }

  /** How many permissions each of the roles among `ids` has; one without any is not in it. */
  async readWeights(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, number>> {
    return ids.length === 0 ? new Map<string, number>() : this.stored.readWeights(orgId, ids, sql);
  }

  /** What the rules of changes need to know of the roles among `ids`; one without policies is not in it. */
  async readKinds(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, RoleKind>> {
    const found = ids.length === 0 ? [] : await this.stored.readKinds(orgId, ids, sql);
    return new Map(
      found.map(({ role_id, denies, maybe_privileged }) => [
        role_id,
        { denies, privileged: maybe_privileged.some((text) => isPrivileged(parsePermission(text))) },
      ]),
    );
  }

  /** What assignments of roles give and take, each as far as it is demanded; a bounded number at a time. */
  async *rightsIn(orgId: string, demands: Iterable<Demand>, sql?: Sql): AsyncGenerator<Grant[]> {
    const byRole = new Map<string, Demand[]>();
    for (const demand of demands) {
      const { role_id } = demand.held;
      byRole.set(role_id, [...(byRole.get(role_id) ?? []), demand]);
    }
    for await (const { ids, roles } of this.readInSteps(orgId, [...byRole.keys()], sql)) {
      for (const { held, effects } of ids.flatMap((id) => byRole.get(id) ?? [])) {
        yield roles.grantsOf([held]).filter(({ effect }) => effects.includes(effect));
      }
    }
  }

  /** The ids of the roles that new members get. */
  findDefaults(orgId: string, sql?: Sql): Promise<string[]> {
    return this.repository.findDefaults(orgId, sql);
  }

  /** The ids of the roles that any of the groups is mapped to; names of groups are compared byte by byte. */
  async findOfGroups(orgId: string, groups: readonly string[], sql?: Sql): Promise<string[]> {
    return groups.length === 0 ? [] : this.repository.findOfGroups(orgId, groups, sql);
  }

  /** Those of `ids` that are roles that deny anything. */
  async findDenying(orgId: string, ids: readonly string[], sql?: Sql): Promise<ReadonlySet<string>> {
    return new Set(ids.length === 0 ? [] : await this.stored.findDenying(orgId, [...new Set(ids)], sql));
  }
}
