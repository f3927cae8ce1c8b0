import { rightOf, type Effect, type Right } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { newId } from '../database/ids';
import { MOST_POLICIES, nameScopes, PoliciesService, record, rightsOf } from './policies.service';
import { permissionsIn } from './permission-list';
import { PoliciesRepository, type PolicyRow } from './policies.repository';
import type { Statement } from './statement.answer';

/** A policy as its role's statement says it: the statement and the permissions that it stands for. */
export interface OwnedPolicy {
  readonly statement: Statement;
  readonly permissions: string[];
}

/** The lists that were made from statements that had been checked. */
const made = new WeakSet<readonly OwnedPolicy[]>();

/** The policies that checked statements stand for, marked as such. */
export function ownedPolicies(
  statements: readonly Statement[],
  permissionsOf: (statement: Statement) => string[],
): readonly OwnedPolicy[] {
  const policies = statements.map((statement) => ({ statement, permissions: permissionsOf(statement) }));
  made.add(policies);
  return policies;
}

/** Whether a list was made from checked statements. What a host writes itself has never been checked. */
export const areOwnedPolicies = (policies: readonly OwnedPolicy[]): boolean => made.has(policies);

/** A role, as its policies need it. */
export interface OwningRole {
  readonly role_id: string;
  readonly name: string;
  readonly policy_ids: readonly string[];
}

/** Policies that belong to one role: named after it, made, changed and deleted with it alone. */
@Injectable()
export class OwnedPoliciesService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly policies: PoliciesService,
  ) {}

  /**
   * What changes when these become all the policies of a role: what its own differ in, and all of the shared ones; and what
   * of that is added.
   */
  async difference(
    { orgId, sql }: Change,
    role: OwningRole,
    wanted: readonly OwnedPolicy[],
  ): Promise<{ readonly added: Right[]; readonly both: Right[] }> {
    const found = await this.repository.findMany(orgId, role.policy_ids, sql);
    const own = found.filter(({ owner_role_id: owner }) => owner === role.role_id);
    const before = pairs(own);
    const after = pairs(wanted.map(({ statement: { effect }, permissions }) => ({ effect, permissions })));
    const added = [...after].flatMap(([text, right]) => (before.has(text) ? [] : [right]));
    const removed = [...before].flatMap(([text, right]) => (after.has(text) ? [] : [right]));
    const shared = found.filter(({ owner_role_id: owner }) => owner !== role.role_id);
    return { added, both: shared.flatMap(rightsOf).concat(added, removed) };
  }

  /**
   * Makes these the own policies of a role, and names them after it; tells their ids in order. One whose statement stays
   * stays. Without `wanted` all stay. What is done is audited and counted; attaching and stamping is the role's part.
   * @throws CastellanError conflict `limit`
   */
  async write(change: Change, role: OwningRole, wanted?: readonly OwnedPolicy[]): Promise<string[]> {
    const own = await this.ownedBy(change, role);
    const left = new Map(own.map((row) => [row.policy_id, row]));
    const kept = wanted?.map((policy) => takeSame(left, policy));
    if (kept !== undefined) await this.remove(change, [...left.keys()]);
    const staying = kept === undefined ? own : kept.filter((row) => row !== undefined);
    await this.rename(change, role.name, staying);
    if (wanted === undefined || kept === undefined) return staying.map(({ policy_id }) => policy_id);
    const ids = kept.map((row) => row?.policy_id ?? newId('pol'));
    const made = ids.flatMap((id, at) => (kept[at] === undefined ? [[id, wanted[at] as OwnedPolicy] as const] : []));
    await this.insert(change, role, made);
    return ids;
  }

  /** The rows of a role's own policies, in the role's order. */
  private async ownedBy({ orgId, sql }: Change, { role_id, policy_ids }: OwningRole): Promise<PolicyRow[]> {
    if (policy_ids.length === 0) return [];
    const found = await this.repository.findMany(orgId, policy_ids, sql);
    const rows = new Map(found.map((row) => [row.policy_id, row]));
    return policy_ids.flatMap((id) => rows.get(id) ?? []).filter(({ owner_role_id: owner }) => owner === role_id);
  }

  private async insert(
    change: Change,
    { role_id, name }: OwningRole,
    made: ReadonlyArray<readonly [string, OwnedPolicy]>,
  ): Promise<void> {
    const { orgId, sql } = change;
    change.count('policies', made.length, MOST_POLICIES);
    for (const [policy_id, { statement, permissions }] of made) {
      const { effect } = statement;
      const values = { name, name_key: null, description: null, effect, permissions };
      const row = { policy_id, ...values, owner_role_id: role_id, statement, created_by: change.actor.id };
      await this.repository.insert(orgId, row, sql);
      nameScopes(change, values);
    }
    const ids = made.map(([id]) => id);
    const shown = await this.policies.findMany(orgId, ids, sql);
    for (const id of ids) change.audit(record('policy.create', id, { before: null, after: shown.get(id) ?? null }));
  }

  private async rename(change: Change, name: string, rows: readonly PolicyRow[]): Promise<void> {
    const { orgId, sql } = change;
    const ids = rows.filter((row) => row.name !== name).map(({ policy_id }) => policy_id);
    if (ids.length === 0) return;
    const before = await this.policies.findMany(orgId, ids, sql);
    await this.repository.rename(orgId, ids, name, sql);
    const after = await this.policies.findMany(orgId, ids, sql);
    for (const id of ids) {
      change.audit(record('policy.update', id, { before: before.get(id) ?? null, after: after.get(id) ?? null }));
    }
  }

  private async remove(change: Change, ids: readonly string[]): Promise<void> {
    const { orgId, sql } = change;
    if (ids.length === 0) return;
    const before = await this.policies.findMany(orgId, ids, sql);
    for (const id of ids) {
      change.audit(record('policy.delete', id, { before: before.get(id) ?? null, after: null }));
      change.count('policies', -(await this.repository.delete(orgId, id, sql)));
    }
  }
}

/** Takes the first policy with this statement out of those that are left. */
function takeSame(left: Map<string, PolicyRow>, { statement }: OwnedPolicy): PolicyRow | undefined {
  const text = textOf(statement);
  const same = [...left.values()].find((row) => row.statement !== null && textOf(row.statement) === text);
  if (same !== undefined) left.delete(same.policy_id);
  return same;
}

const textOf = ({ resources, actions, effect }: Statement): string => JSON.stringify([resources, actions, effect]);

function pairs(
  policies: ReadonlyArray<{ readonly effect: Effect; readonly permissions: readonly string[] }>,
): Map<string, Right> {
  return new Map(
    policies.flatMap(({ effect, permissions }) =>
      permissionsIn(permissions).map((permission, at): [string, Right] => [
        `${effect} ${permissions[at]}`,
        rightOf(permission, effect),
      ]),
    ),
  );
}
