import { ADMIN_ROLE, conflict, isId, notFound, allowedIds, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { newId } from '../database/ids';
import { accepted } from '../http/accepted';
import type { DtoClass } from '../http/check-dto';
import { assertMatch } from '../http/etag';
import { endedEarly } from '../database/page-weight';
import type { Page, PageCut } from '../http/page';
import type { PathObjectFinder } from '../http/route-input';
import { nameKey } from '../http/rules';
import { SsoMappingService } from '../assignments/sso-mapping.service';
import { areOwnedPolicies } from '../policies/owned-policies.service';
import { RoleAnswer, SHOWN_ROLE, type RolePage } from './role.answer';
import { CreateRole, UpdateRole } from './role.dto';
import { keyOfRole, RolePoliciesService, symmetricDifference, type RoleInput } from './role-policies.service';
import { RolesRepository, type NamedRoleRow, type RoleRow } from './roles.repository';
import type { AuditAction } from '../changes/audit-actions';

/** The most roles of an organisation. */
const MOST_ROLES = 2_000;
/** The most default roles of an organisation: few enough that everybody who joins gets all of them. */
const MOST_DEFAULTS = 20;

/** Roles: making, showing, changing and deleting them. */
@Injectable()
export class RolesService implements PathObjectFinder {
  constructor(
    private readonly repository: RolesRepository,
    private readonly policies: RolePoliciesService,
    private readonly changes: Changes,
    private readonly mapping: SsoMappingService,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, roleId: string): Promise<void> {
    await this.row(orgId, roleId);
  }

  /** Whether there is such a role. */
  async exists(orgId: string, roleId: string, sql?: Sql): Promise<boolean> {
    return isId(roleId) && (await this.repository.find(orgId, roleId, sql)) !== null;
  }

  /** A page of the roles within `scopes`. */
  async page(orgId: string, page: Page, scopes: Scopes): Promise<RolePage> {
    const allowed = allowedIds(scopes, ['roles']);
    const [found, total] = await Promise.all([
      this.repository.page(orgId, page.after, page.rowsToRead, allowed),
      this.repository.total(orgId, allowed),
    ]);
    const { rows, ...next } = page.cut(found, ({ role_id }) => role_id, endedEarly(found));
    return { total, ...next, roles: await this.show(orgId, rows) };
  }

  /** The same page with no more than the names. */
  async namedPage(orgId: string, page: Page, scopes: Scopes): Promise<PageCut<NamedRoleRow>> {
    const found = await this.repository.namedPage(orgId, page.after, page.rowsToRead, allowedIds(scopes, ['roles']));
    return page.cut(found, ({ role_id }) => role_id);
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, roleId: string, sql?: Sql): Promise<RoleAnswer> {
    const [answer] = await this.show(orgId, [await this.row(orgId, roleId, sql)], sql);
    return answer as RoleAnswer;
  }

  /** The roles among `ids`, by id; unknown ones are not in it. */
  async findMany(orgId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, RoleAnswer>> {
    const found = await this.show(orgId, await this.repository.findMany(orgId, ids, sql), sql);
    return new Map(found.map((role) => [role.role_id, role]));
  }

  /** @throws CastellanError not-found of a policy, forbidden, conflict `name_taken`, `owned`, `limit` */
  create(actor: Actor, orgId: string, given: CreateRole & RoleInput): Promise<RoleAnswer> {
    return this.changes.run(actor, orgId, (change) => this.createIn(change, given));
  }

  /** @throws CastellanError not-found, precondition-failed, forbidden, conflict `name_taken`, `builtin`, `owned` */
  update(actor: Actor, orgId: string, roleId: string, given: RoleInput): Promise<RoleAnswer> {
    return this.changes.run(actor, orgId, (change) => this.updateIn(change, roleId, given));
  }

  /** Deletes a role, with the policies of its own, and takes it from every member. @throws as update */
  delete(actor: Actor, orgId: string, roleId: string): Promise<void> {
    return this.changes.run(actor, orgId, (change) => this.deleteIn(change, roleId));
  }

  /** `create` as a part of a change. */
  async createIn(change: Change, given: CreateRole & RoleInput): Promise<RoleAnswer> {
    const { orgId, sql, actor, source: managed_by } = change;
    const input = acceptedRole(CreateRole, given);
    const roleId = newId('rl');
    const role = { role_id: roleId, policy_ids: [], sso_group_names: [], ...EMPTY };
    await this.policies.assertMayHave(change, role, input);
    await this.mapping.assertMayMap(change, roleId, [], input.sso_group_names ?? []);
    await this.assertNameFree(change, roleId, nameKey(input.name));
    change.count('roles', 1, MOST_ROLES);
    await this.assertFewDefaults(change, EMPTY, input);
    const row = { role_id: roleId, created_by: actor.id, managed_by, ...valuesOf(input, EMPTY) };
    await this.repository.insert(orgId, row, sql);
    await this.writeLists(change, roleId, await this.policies.writeOwned(change, role, input));
    change.stampRoles([roleId]);
    const after = await this.get(orgId, roleId, sql);
    audit(change, 'role.create', roleId, { before: null, after });
    await this.mapping.remap(change, after.sso_group_names);
    return after;
  }

  /** `update` as a part of a change; one that adopts makes the source of the change set keep the role. */
  async updateIn(change: Change, roleId: string, given: RoleInput, adopts = false): Promise<RoleAnswer> {
    const { orgId, sql } = change;
    const sent = acceptedRole(UpdateRole, given);
    const { row, before } = await this.current(change, roleId);
    await this.policies.assertMayHave(change, row, sent);
    await this.mapping.assertMayMap(change, roleId, row.sso_group_names, sent.sso_group_names ?? []);
    assertMayChange(row, sent);
    await this.assertNameFree(change, roleId, nameKey(sent.name ?? row.name));
    await this.assertFewDefaults(change, row, sent);
    const input = await this.policies.writeOwned(change, row, sent);
    const managed_by = adopts ? change.source : row.managed_by;
    if (!changes(row, input) && managed_by === row.managed_by) return before;
    await this.repository.update(orgId, roleId, { ...valuesOf(input, row), managed_by }, sql);
    await this.writeLists(change, roleId, input);
    change.stampRoles([roleId]);
    const after = await this.get(orgId, roleId, sql);
    audit(change, 'role.update', roleId, { before, after });
    await this.mapping.remap(change, symmetricDifference(before.sso_group_names, after.sso_group_names));
    return after;
  }

  /** `delete` as a part of a change. */
  async deleteIn(change: Change, roleId: string): Promise<void> {
    const { orgId, sql } = change;
    const { row, before } = await this.current(change, roleId);
    await this.policies.requireAll(change, row);
    if (row.builtin) throw builtinError();
    await this.mapping.takeFrom(change, roleId, await this.repository.findHolders(orgId, roleId, sql));
    change.stampRoles([]);
    change.count('roles', -1);
    await this.policies.deleteOwned(change, row);
    await this.repository.delete(orgId, roleId, sql);
    audit(change, 'role.delete', roleId, { before, after: null });
  }

  /** The id of the role with a name, null when there is none. */
  idOfName({ orgId, sql }: Change, name: string): Promise<string | null> {
    return this.repository.idOfName(orgId, nameKey(name), '', sql);
  }

  private async row(orgId: string, roleId: string, sql?: Sql): Promise<RoleRow> {
    const row = isId(roleId) ? await this.repository.find(orgId, roleId, sql) : null;
    if (row === null) throw notFound('roles', roleId);
    return row;
  }

  private async current(
    change: Change,
    roleId: string,
  ): Promise<{ readonly row: RoleRow; readonly before: RoleAnswer }> {
    const row = await this.row(change.orgId, roleId, change.sql);
    const [before] = (await this.show(change.orgId, [row], change.sql)) as [RoleAnswer];
    assertMatch(change.ifMatch, before, SHOWN_ROLE);
    return { row, before };
  }

  private assertNameFree(change: Change, roleId: string, key: string): Promise<void> {
    return change.judgeConflicts(keyOfRole(roleId), async () => {
      const taken = await this.repository.idOfName(change.orgId, key, roleId, change.sql);
      if (taken === null) return;
      throw conflict('name_taken', 'Another role has this name', change.detailsOfExisting('roles', taken));
    });
  }

  /** Asked before the role is written, but for a change set, which asks when all of its roles are. */
  private async assertFewDefaults(change: Change, before: Stored, { is_default }: UpdateRole): Promise<void> {
    if (is_default !== true || before.is_default) return;
    const room = change.judgement === null ? MOST_DEFAULTS - 1 : MOST_DEFAULTS;
    await change.judgeConflicts('default roles', async () => {
      if ((await this.repository.defaults(change.orgId, change.sql)) <= room) return;
      throw conflict('limit', `An organisation has at most ${MOST_DEFAULTS} default roles`, { limit: MOST_DEFAULTS });
    });
  }

  private async writeLists({ orgId, sql }: Change, roleId: string, input: UpdateRole): Promise<void> {
    const { policy_ids: policies, sso_group_names: groups } = input;
    if (policies !== undefined) await this.repository.replacePolicies(orgId, roleId, distinct(policies), sql);
    if (groups !== undefined) await this.repository.replaceGroups(orgId, roleId, distinct(groups), sql);
  }

  private async show(orgId: string, found: readonly RoleRow[], sql?: Sql): Promise<RoleAnswer[]> {
    const ids = distinct(found.flatMap(({ policy_ids }) => policy_ids));
    const policies = await this.policies.findMany(orgId, ids, sql);
    return found.map((row) => RoleAnswer.fromRow(row, policies));
  }
}

type Stored = Pick<RoleRow, 'name' | 'description' | 'is_default'>;

const EMPTY: Stored = { name: '', description: null, is_default: false };

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

function valuesOf(input: UpdateRole, stored: Stored): Stored & { name_key: string } {
  const name = input.name ?? stored.name;
  return {
    name,
    name_key: nameKey(name),
    description: input.description === undefined ? stored.description : input.description,
    is_default: input.is_default ?? stored.is_default,
  };
}

const builtinError = (
  message = 'Built-in roles cannot be changed or deleted; only their SSO groups and their default flag can be set',
): Error => conflict('builtin', message);

/** Of a built-in role an organisation may set its SSO groups and its default flag; never Admin's default flag. */
function assertMayChange({ role_id, builtin }: RoleRow, sent: RoleInput): void {
  if (!builtin) return;
  const { sso_group_names: _, is_default, ...others } = sent;
  if (Object.values(others).some((value) => value !== undefined)) throw builtinError();
  if (is_default === true && role_id === ADMIN_ROLE) throw builtinError('The Admin role can never be a default role');
}

function changes(row: RoleRow, input: UpdateRole): boolean {
  const state = ({ policy_ids, sso_group_names, ...values }: Stored & Required<Lists>): string =>
    JSON.stringify([values.name, values.description, values.is_default, policy_ids, sso_group_names]);
  const { policy_ids = row.policy_ids, sso_group_names = row.sso_group_names } = input;
  const wanted = { policy_ids: distinct(policy_ids), sso_group_names: distinct(sso_group_names) };
  return state(row) !== state({ ...valuesOf(input, row), ...wanted });
}

type Lists = Pick<UpdateRole, 'policy_ids' | 'sso_group_names'>;

/** Notes a role for the audit log. */
function audit(
  change: Change,
  action: AuditAction,
  targetId: string,
  objects: { readonly before: RoleAnswer | null; readonly after: RoleAnswer | null },
): void {
  for (const role of [objects.before, objects.after]) {
    for (const { permissions } of role?.policies ?? []) change.weigh(permissions.length);
  }
  change.audit({ action, targetType: 'roles', targetId, ...objects });
}

/** Statements that were checked have been made policies by then; everything else is held to the class. */
function acceptedRole<T extends UpdateRole>(Dto: DtoClass<T>, given: T & RoleInput): T & RoleInput {
  const { statements, ...named } = given;
  if (statements === undefined) return accepted(Dto, given);
  if (!areOwnedPolicies(statements)) return accepted(Dto, { ...given });
  return { ...(accepted<object>(Dto, named) as T), statements };
}
