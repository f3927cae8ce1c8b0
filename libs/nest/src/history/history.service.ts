import { isUserId, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../changes/audit-actions';
import type { ActorKind } from '../changes/change';
import { mapEntryUsers } from '../changes/entry-users';
import { endedEarly } from '../database/page-weight';
import { formatRevision, type Revision } from '../database/revision';
import type { Page } from '../http/page';
import { PastEntriesRepository, type LoggedObject } from '../past/past-entries.repository';
import { PastObjectsService, type PastEntry } from '../past/past-objects.service';
import type { HistoryEntry, HistoryPage } from './history.answer';

/** Whose history is asked for, and by whom. */
export interface HistoryQuestion {
  readonly on: LoggedObject;
  /** Where the organisation is now. */
  readonly present: Revision;
  /** The one user whose id is shown; undefined shows all. */
  readonly only?: string;
  /** @throws CastellanError not-found when there is no such object now */
  readonly assertExists: () => Promise<void>;
}

/** Shows what was done to single objects. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly repository: PastEntriesRepository,
    private readonly past: PastObjectsService,
  ) {}

  /** A page of the changes of an object, newest first. @throws CastellanError not-found for one that never was */
  async page(orgId: string, { on, present, only, assertExists }: HistoryQuestion, page: Page): Promise<HistoryPage> {
    if (!isUserId(on.id)) throw notFound(on.type, on.id);
    const isMember = on.type === 'members';
    const id = isMember ? await this.repository.referenceOf(orgId, on.id) : on.id;
    const before = page.after === '' ? null : page.after;
    const found = id === null ? [] : await this.repository.page(orgId, { type: on.type, id }, before, page.rowsToRead);
    // What was never changed, such as a built-in, has no entries.
    if (found.length === 0 && before === null) await assertExists();
    const { rows, ...next } = page.cut(found, ({ seq }) => seq, endedEarly(found));
    const entries = await this.past.read(orgId, rows);
    return { entries: entries.map((entry) => shown(entry, present.epoch, only)), ...next };
  }
}

/** What stands for an id that is not shown. */
const HIDDEN = 'hidden';

function shown(given: PastEntry, epoch: number, only: string | undefined): HistoryEntry {
  const entry = only === undefined ? given : mapEntryUsers(given, (id) => (id === only ? id : HIDDEN));
  const { revision, at, action, reason = null, before, after } = entry;
  const { id, kind } = entry.actor;
  return {
    revision: formatRevision({ epoch, revision }),
    at,
    actor: { id: id === HIDDEN ? null : id, kind: kind as ActorKind },
    action: action as AuditAction,
    reason,
    changed: changedFields(before, after),
    before,
    after,
  };
}

/** What follows from other fields, or from other objects. */
const DERIVED = new Set(['updated_at', 'resolved_permissions', 'policies']);

function changedFields(before: PastEntry['before'], after: PastEntry['after']): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => !DERIVED.has(name) && !isDeepStrictEqual(before?.[name], after?.[name])).sort();
}
