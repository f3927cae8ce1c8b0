import { conflict, isId, notFound, allowedIds, type Scopes, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, AuditRecord, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { newId } from '../database/ids';
import { accepted } from '../http/accepted';
import { assertMatch } from '../http/etag';
import type { Page } from '../http/page';
import type { PathObjectFinder } from '../http/route-input';
import { nameKey } from '../http/rules';
import { UsedIdsService } from '../registry/used-ids.service';
import { SHOWN_WORKSPACE, WorkspaceAnswer, type WorkspacePage } from './workspace.answer';
import { CreateWorkspace, UpdateWorkspace } from './workspace.dto';
import { WorkspacesRepository, type WorkspaceRow, type WorkspaceValues } from './workspaces.repository';
import type { AuditAction } from '../changes/audit-actions';

/** Workspaces: making, showing, changing and deleting them. */
@Injectable()
export class WorkspacesService implements PathObjectFinder {
  constructor(
    private readonly repository: WorkspacesRepository,
    private readonly changes: Changes,
    private readonly usedIds: UsedIdsService,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, workspaceId: string): Promise<void> {
    await this.get(orgId, workspaceId);
  }

  /** A page of the workspaces within `scopes`. */
  async page(orgId: string, page: Page, scopes: Scopes): Promise<WorkspacePage> {
    const allowed = allowedIds(scopes, ['workspaces']);
    const [found, total] = await Promise.all([
      this.repository.page(orgId, page.after, page.rowsToRead, allowed),
      this.repository.total(orgId, allowed),
    ]);
    const { rows, ...next } = page.cut(found, ({ workspace_id }) => workspace_id);
    return { total, ...next, workspaces: rows.map((row) => WorkspaceAnswer.fromRow(row)) };
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, workspaceId: string, sql?: Sql): Promise<WorkspaceAnswer> {
    return WorkspaceAnswer.fromRow(await this.row(orgId, workspaceId, sql));
  }

  /** @throws CastellanError conflict `name_taken`, `id_taken` */
  create(actor: Actor, orgId: string, given: CreateWorkspace): Promise<WorkspaceAnswer> {
    return this.changes.run(actor, orgId, (change) => this.createIn(change, given));
  }

  /** @throws CastellanError not-found, precondition-failed, conflict `name_taken` */
  update(actor: Actor, orgId: string, workspaceId: string, given: UpdateWorkspace): Promise<WorkspaceAnswer> {
    return this.changes.run(actor, orgId, (change) => this.updateIn(change, workspaceId, given));
  }

  /** Deletes a workspace that has no resources. @throws CastellanError not-found, precondition-failed, conflict `not_empty` */
  delete(actor: Actor, orgId: string, workspaceId: string): Promise<void> {
    return this.changes.run(actor, orgId, (change) => this.deleteIn(change, workspaceId));
  }

  /** `create` as a part of a change. */
  async createIn(change: Change, given: CreateWorkspace): Promise<WorkspaceAnswer> {
    const { orgId, sql, actor, source: managed_by } = change;
    const input = accepted(CreateWorkspace, given);
    const values = valuesOf(input, { name: '', description: null });
    const workspaceId = input.workspace_id ?? newId('ws');
    if (input.workspace_id !== undefined) await this.usedIds.requireNamed(change, workspace(workspaceId));
    await this.assertNameFree(change, workspaceId, values.name_key);
    await this.usedIds.claim(change, workspace(workspaceId));
    change.count('workspaces', 1);
    await this.repository.insert(orgId, workspaceId, { ...values, created_by: actor.id, managed_by }, sql);
    const after = await this.get(orgId, workspaceId, sql);
    note(change, 'workspace.create', workspaceId, { before: null, after });
    return after;
  }

  /** `update` as a part of a change; one that adopts makes the source of the change set keep the workspace. */
  async updateIn(
    change: Change,
    workspaceId: string,
    given: UpdateWorkspace,
    adopts = false,
  ): Promise<WorkspaceAnswer> {
    const { orgId, sql } = change;
    const input = accepted(UpdateWorkspace, given);
    const before = await this.matching(change, workspaceId);
    const values = valuesOf(input, before);
    const managed_by = adopts ? change.source : before.managed_by;
    await this.assertNameFree(change, workspaceId, values.name_key);
    const isSame = before.name === values.name && before.description === values.description;
    if (isSame && before.managed_by === managed_by) return before;
    await this.repository.update(orgId, workspaceId, { ...values, managed_by }, sql);
    const after = await this.get(orgId, workspaceId, sql);
    note(change, 'workspace.update', workspaceId, { before, after });
    return after;
  }

  /** `delete` as a part of a change. */
  async deleteIn(change: Change, workspaceId: string): Promise<void> {
    const { orgId, sql } = change;
    const before = await this.matching(change, workspaceId);
    await change.judgeConflicts(keyOf(workspaceId), async () => {
      if (await this.repository.isEmpty(orgId, workspaceId, sql)) return;
      throw conflict('not_empty', 'The workspace still has resources');
    });
    change.count('workspaces', -1);
    await this.repository.delete(orgId, workspaceId, sql);
    await this.usedIds.retire(change, workspace(workspaceId));
    note(change, 'workspace.delete', workspaceId, { before, after: null });
  }

  /** The id of the workspace with a name, null when there is none. */
  idOfName({ orgId, sql }: Change, name: string): Promise<string | null> {
    return this.repository.idOfName(orgId, nameKey(name), '', sql);
  }

  private async row(orgId: string, workspaceId: string, sql?: Sql): Promise<WorkspaceRow> {
    const row = isId(workspaceId) ? await this.repository.find(orgId, workspaceId, sql) : null;
    if (row === null) throw notFound('workspaces', workspaceId);
    return row;
  }

  private async matching(change: Change, workspaceId: string): Promise<WorkspaceAnswer> {
    const stored = await this.get(change.orgId, workspaceId, change.sql);
    assertMatch(change.ifMatch, stored, SHOWN_WORKSPACE);
    return stored;
  }

  private assertNameFree(change: Change, workspaceId: string, key: string): Promise<void> {
    return change.judgeConflicts(keyOf(workspaceId), async () => {
      const taken = await this.repository.idOfName(change.orgId, key, workspaceId, change.sql);
      if (taken === null) return;
      throw conflict('name_taken', 'Another workspace has this name', change.detailsOfExisting('workspaces', taken));
    });
  }
}

/** What a change asks about a workspace is kept under this. */
const keyOf = (workspaceId: string): string => `workspaces ${workspaceId}`;

const workspace = (id: string): TypedId => ({ type: 'workspaces', id });

function valuesOf(input: UpdateWorkspace, stored: Pick<WorkspaceRow, 'name' | 'description'>): WorkspaceValues {
  const name = input.name ?? stored.name;
  const description = input.description === undefined ? stored.description : input.description;
  return { name, name_key: nameKey(name), description };
}

type Difference = Pick<AuditRecord, 'before' | 'after'>;

function note(change: Change, action: AuditAction, workspaceId: string, difference: Difference): void {
  change.stampContainers();
  change.audit({ action, targetType: 'workspaces', targetId: workspaceId, ...difference });
}
