import { conflict, isId, notFound, allowedIds, rightOf, type Right, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor, AuditRecord, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { assertMayDeny } from '../changes/power-to-cover';
import type { Sql } from '../database/database';
import { newId } from '../database/ids';
import { accepted } from '../http/accepted';
import { fieldsOf } from '../http/field';
import { assertMatch } from '../http/etag';
import { endedEarly } from '../database/page-weight';
import type { Page, PageCut } from '../http/page';
import { nameKey } from '../http/rules';
import type { PathObjectFinder } from '../http/route-input';
import { ResourceNamesService } from '../registry/resource-names.service';
import { PermissionInput } from './permission-input';
import { canonicalPermissions, permissionsIn } from './permission-list';
import {
  PoliciesRepository,
  type NamedPolicyRow,
  type PolicyRow,
  type PolicyValues,
  type RoleSnapshot,
} from './policies.repository';
import { PolicyAnswer, SHOWN_POLICY, type PolicyPage } from './policy.answer';
import { CreatePolicy, UpdatePolicy } from './policy.dto';
import type { AuditAction } from '../changes/audit-actions';

/** How many policies are read at a time: each may have 1,000 permissions. */
const STEP = 20;
/** How many are shown before others have their turn. */
const SHOWN_AT_ONCE = 4;

/** The most policies of an organisation. */
export const MOST_POLICIES = 10_000;

/** Policies: making, showing, changing and deleting them. */
@Injectable()
export class PoliciesService implements PathObjectFinder {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly changes: Changes,
    private readonly names: ResourceNamesService,
    private readonly permissions: PermissionInput,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, policyId: string): Promise<void> {
    await this.row(orgId, policyId);
  }

  /** Whether there is such a policy. */
  async exists(orgId: string, policyId: string, sql?: Sql): Promise<boolean> {
    return isId(policyId) && (await this.repository.find(orgId, policyId, sql)) !== null;
  }

  /** A page of the policies within `scopes`. */
  async page(orgId: string, page: Page, scopes: Scopes): Promise<PolicyPage> {
    const allowed = allowedIds(scopes, ['policies']);
    const [found, total] = await Promise.all([
      this.repository.page(orgId, page.after, page.rowsToRead, allowed),
      this.repository.total(orgId, allowed),
    ]);
    const { rows, ...next } = page.cut(found, ({ policy_id }) => policy_id, endedEarly(found));
    return { total, ...next, policies: await this.show(orgId, rows) };
  }

  /** The same page with no more than the names. */
  async namedPage(orgId: string, page: Page, scopes: Scopes): Promise<PageCut<NamedPolicyRow>> {
    const found = await this.repository.namedPage(orgId, page.after, page.rowsToRead, allowedIds(scopes, ['policies']));
    return page.cut(found, ({ policy_id }) => policy_id);
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, policyId: string, sql?: Sql): Promise<PolicyAnswer> {
    const [answer] = await this.show(orgId, [await this.row(orgId, policyId, sql)], sql);
    return answer as PolicyAnswer;
  }

  /** The policies among `ids`, by id; unknown ones are not in it. */
  async findMany(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, PolicyAnswer>> {
    const found = await this.show(orgId, await this.repository.findMany(orgId, ids, sql), sql);
    return new Map(found.map((policy) => [policy.policy_id, policy]));
  }

  /** Which role owns each of these policies, null for a shared one; unknown policies are not in it. */
  async owners(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, string | null>> {
    const found = await this.repository.findMany(orgId, ids, sql);
    return new Map(found.map(({ policy_id, owner_role_id }) => [policy_id, owner_role_id]));
  }

  /** What these policies give and take together, a few policies at a time. */
  async *readRights(orgId: string, ids: readonly string[], sql: Sql): AsyncGenerator<Right[]> {
    for (let at = 0; at < ids.length; at += STEP) {
      for (const row of await this.repository.findMany(orgId, ids.slice(at, at + STEP), sql)) yield rightsOf(row);
      await nextTurn();
    }
  }

  /** Whether any of these policies denies something. */
  deny(orgId: string, ids: readonly string[], sql: Sql): Promise<boolean> {
    return ids.length === 0 ? Promise.resolve(false) : this.repository.deny(orgId, ids, sql);
  }

  /** @throws CastellanError invalid, forbidden, conflict `name_taken`, `limit` */
  create(actor: Actor, orgId: string, given: CreatePolicy): Promise<PolicyAnswer> {
    return this.changes.run(actor, orgId, (change) => this.createIn(change, given));
  }

  /** @throws CastellanError invalid, not-found, precondition-failed, forbidden, conflict `name_taken`, `builtin`, `owned` */
  update(actor: Actor, orgId: string, policyId: string, given: UpdatePolicy): Promise<PolicyAnswer> {
    return this.changes.run(actor, orgId, (change) => this.updateIn(change, policyId, given));
  }

  /** Deletes a policy and detaches it from every role. @throws as update */
  delete(actor: Actor, orgId: string, policyId: string): Promise<void> {
    return this.changes.run(actor, orgId, (change) => this.deleteIn(change, policyId));
  }

  /** `create` as a part of a change. */
  async createIn(change: Change, given: CreatePolicy): Promise<PolicyAnswer> {
    const { orgId, sql, actor, source: managed_by } = change;
    const input = accepted(CreatePolicy, given, this.permissions);
    const values = valuesOf(input, { description: null, effect: 'allow' });
    const policyId = newId('pol');
    change.weigh(values.permissions.length);
    change.requires(rightsOf(values));
    await this.assertNameFree(change, policyId, values.name_key);
    change.count('policies', 1, MOST_POLICIES);
    await this.repository.insert(orgId, { policy_id: policyId, created_by: actor.id, managed_by, ...values }, sql);
    nameScopes(change, values);
    const after = await this.get(orgId, policyId, sql);
    change.audit(record('policy.create', policyId, { before: null, after }));
    return after;
  }

  /** `update` as a part of a change; one that adopts makes the source of the change set keep the policy. */
  async updateIn(change: Change, policyId: string, given: UpdatePolicy, adopts = false): Promise<PolicyAnswer> {
    const { orgId, sql } = change;
    const input = accepted(UpdatePolicy, given, this.permissions);
    const { row, before } = await this.current(change, policyId);
    const values = { ...valuesOf(input, row), managed_by: adopts ? change.source : row.managed_by };
    change.weigh(row.permissions.length + values.permissions.length);
    const { added, both } = difference(row, values);
    change.requires(both);
    const roleIds = await this.repository.rolesWith(orgId, policyId, sql);
    if (added.some(({ effect }) => effect === 'deny')) await assertMayDeny(change, { roleIds });
    assertChangeable(change, row);
    await this.assertNameFree(change, policyId, values.name_key);
    if (JSON.stringify({ ...valuesOf({}, row), managed_by: row.managed_by }) === JSON.stringify(values)) return before;
    await this.repository.update(orgId, policyId, values, sql);
    nameScopes(change, values);
    // A new name changes no role.
    if (both.length > 0) change.stampRoles(roleIds);
    const after = await this.get(orgId, policyId, sql);
    change.audit(record('policy.update', policyId, { before, after }));
    return after;
  }

  /** `delete` as a part of a change. */
  async deleteIn(change: Change, policyId: string): Promise<void> {
    const { orgId, sql } = change;
    const { row, before } = await this.current(change, policyId);
    change.weigh(row.permissions.length);
    change.requires(rightsOf(row));
    change.judgement?.forget(keyOf(policyId));
    assertChangeable(change, row);
    const roles = await this.repository.rolesAsStored(orgId, policyId, sql);
    change.stampRoles(roles.map(({ role_id }) => role_id));
    change.count('policies', -1);
    await this.repository.delete(orgId, policyId, sql);
    change.audit(record('policy.delete', policyId, { before, after: null }));
    for (const role of roles) change.audit(withoutPolicy(role, policyId));
  }

  /** The id of the policy with a name, null when there is none. */
  idOfName({ orgId, sql }: Change, name: string): Promise<string | null> {
    return this.repository.idOfName(orgId, nameKey(name), '', sql);
  }

  private async row(orgId: string, policyId: string, sql?: Sql): Promise<PolicyRow> {
    const row = isId(policyId) ? await this.repository.find(orgId, policyId, sql) : null;
    if (row === null) throw notFound('policies', policyId);
    return row;
  }

  private async current(
    change: Change,
    policyId: string,
  ): Promise<{ readonly row: PolicyRow; readonly before: PolicyAnswer }> {
    const row = await this.row(change.orgId, policyId, change.sql);
    const [before] = (await this.show(change.orgId, [row], change.sql)) as [PolicyAnswer];
    assertMatch(change.ifMatch, before, SHOWN_POLICY);
    return { row, before };
  }

  private assertNameFree(change: Change, policyId: string, key: string | null): Promise<void> {
    return change.judgeConflicts(keyOf(policyId), async () => {
      const taken = key === null ? null : await this.repository.idOfName(change.orgId, key, policyId, change.sql);
      if (taken === null) return;
      throw conflict('name_taken', 'Another policy has this name', change.detailsOfExisting('policies', taken));
    });
  }

  private async show(orgId: string, found: readonly PolicyRow[], sql?: Sql): Promise<PolicyAnswer[]> {
    const scopes = found.flatMap(({ permissions }) => permissionsIn(permissions).map(({ scope }) => scope));
    const names = await this.names.readNames(orgId, scopes, sql);
    const answers: PolicyAnswer[] = [];
    for (const [at, row] of found.entries()) {
      answers.push(PolicyAnswer.fromRow(row, names));
      if (at % SHOWN_AT_ONCE === SHOWN_AT_ONCE - 1) await nextTurn();
    }
    return answers;
  }
}

function assertChangeable(change: Change, { builtin, owner_role_id: owner }: PolicyRow): void {
  if (builtin)
    throw conflict(
      'builtin',
      'Built-in policies cannot be changed or deleted: create one of your own with the same permissions',
    );
  if (owner === null) return;
  const details = change.mayRead('roles', owner) ? { role_id: owner } : {};
  throw conflict('owned', 'The policy belongs to a role and is changed with it', details);
}

type Granting = Pick<PolicyRow, 'effect' | 'permissions'>;

/** What a change asks about a policy is kept under this. */
const keyOf = (policyId: string): string => `policies ${policyId}`;

/** What a policy gives and takes. */
export function rightsOf({ effect, permissions }: Granting): Right[] {
  return permissionsIn(permissions).map((permission) => rightOf(permission, effect));
}

/** What a policy adds, and what it adds or removes, when its permissions are replaced; everything when its effect flips. */
function difference(before: Granting, after: Granting): { readonly added: Right[]; readonly both: Right[] } {
  const flips = before.effect !== after.effect;
  const [old, now] = [new Set(before.permissions), new Set(after.permissions)];
  const added = after.permissions.filter((text) => flips || !old.has(text));
  const removed = before.permissions.filter((text) => flips || !now.has(text));
  const gained = rightsOf({ effect: after.effect, permissions: added });
  return { added: gained, both: gained.concat(rightsOf({ effect: before.effect, permissions: removed })) };
}

/** The audit record of a role that loses a policy. */
function withoutPolicy(role: RoleSnapshot, policyId: string): AuditRecord {
  const after = { ...role, policy_ids: role.policy_ids.filter((id) => id !== policyId) };
  return { action: 'role.update', targetType: 'roles', targetId: role.role_id, before: role, after };
}

/** Notes the ids that a policy's permissions name. */
export function nameScopes(change: Change, { permissions }: Pick<PolicyValues, 'permissions'>): void {
  change.nameScopes(permissionsIn(permissions).map(({ scope }) => scope));
}

/** What a change may name, all of which are columns. */
const CHANGED = fieldsOf(CreatePolicy).map(({ name }) => name as keyof CreatePolicy);

/** What is to be stored: what the body names, and for the rest what is stored. */
function valuesOf(input: UpdatePolicy, stored: Partial<PolicyRow>): PolicyValues {
  const chosen = CHANGED.map((name) => [name, input[name] === undefined ? stored[name] : input[name]] as const);
  const values = Object.fromEntries(chosen) as Pick<PolicyRow, keyof CreatePolicy>;
  const name = values.name ?? '';
  return { ...values, name, name_key: nameKey(name), permissions: canonicalPermissions(values.permissions ?? []) };
}

/** An audit record of a policy. */
export const record = (
  action: AuditAction,
  policyId: string,
  objects: Pick<AuditRecord, 'before' | 'after'>,
): AuditRecord => ({
  action,
  targetType: 'policies',
  targetId: policyId,
  ...objects,
});
