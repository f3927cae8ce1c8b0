import { conflict, forbidden, isUserId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access';
import { mapEntryUsers, referencesIn, type EntryUsers } from '../changes/entry-users';
import type { Sql } from '../database/database';
import { formatRevision, parseRevision, type Revision } from '../database/revision';
import { PastEntriesRepository, type EntryRow, type LoggedObjects } from './past-entries.repository';

/** An object as the audit log has it; null when there was none. */
export type PastObject = Readonly<Record<string, unknown>> | null;

/** An entry of the audit log, with users in place of references. */
export interface PastEntry extends EntryUsers {
  readonly seq: number;
  readonly revision: number;
  readonly at: string;
  readonly action: string;
  readonly reason?: string | null;
  readonly before: PastObject;
  readonly after: PastObject;
}

/** What objects were at earlier revisions, from the audit log: of each object, one entry is read. */
@Injectable()
export class PastObjectsService {
  constructor(private readonly repository: PastEntriesRepository) {}

  /**
   * Objects as they were at a revision; null is one that did not exist then. One that the log does not know
   * is not in it: built-ins are never logged, until the schema changes them.
   */
  async find(orgId: string, asked: LoggedObjects, sql?: Sql): Promise<Map<string, PastObject>> {
    const ids = [...new Set(asked.ids)].filter(isUserId);
    const found = ids.length === 0 ? [] : await this.repository.states(orgId, { ...asked, ids }, sql);
    const entries = await this.read(orgId, found, sql);
    return new Map(found.map(({ id, part }, at) => [id, (entries[at] as PastEntry)[part]]));
  }

  /** The same of a member; undefined for a user whom the log does not know. */
  async findMember(orgId: string, userId: string, revision: number): Promise<PastObject | undefined> {
    const reference = isUserId(userId) ? await this.repository.referenceOf(orgId, userId) : null;
    if (reference === null) return undefined;
    return (await this.find(orgId, { type: 'members', ids: [reference], revision })).get(reference);
  }

  /** Stored entries, with users in place of the references that stand for them. */
  async read(orgId: string, stored: ReadonlyArray<Pick<EntryRow, 'entry'>>, sql?: Sql): Promise<PastEntry[]> {
    const references = new Set<string>();
    for (const each of stored) referencesIn(each, references);
    const users = await this.repository.users(orgId, references, sql);
    return stored.map(({ entry }) =>
      mapEntryUsers(JSON.parse(entry) as PastEntry, (reference) => users.get(reference) ?? reference),
    );
  }

  /** When a revision was made, in milliseconds since 1970. */
  async momentOf(orgId: string, revision: number): Promise<number> {
    return (await this.repository.momentOf(orgId, revision))?.getTime() ?? 0;
  }

  /** The last revision that was made by a moment; 0 when there was none. */
  async revisionAt(orgId: string, at: Date): Promise<number> {
    return (await this.repository.revisionAt(orgId, at)) ?? 0;
  }
}

/**
 * The number of a revision of the past. What was a revision in another epoch may be another change here.
 * @throws CastellanError conflict `moved` for another epoch, and for a revision that is still to come
 */
export function pastRevision(present: Revision, text: string): number {
  const asked = parseRevision(text);
  if (asked?.epoch === present.epoch && asked.revision <= present.revision) return asked.revision;
  const message = 'The organisation has no such revision: it is of another epoch, or still to come';
  throw conflict('moved', message, { revision: formatRevision(present) });
}

// Scoped `audit:read` grants nothing: what the log holds of one object names others.
/** Demands the right to read the audit log. @throws CastellanError forbidden */
export function assertMayReadPast(access: Access): void {
  const reason = access.reasonOf('audit:read');
  if (reason !== 'granted') throw forbidden(reason, { required_permission: 'audit:read' });
}

/** The number of a revision of the past that a member asks for. @throws as `assertMayReadPast` and `pastRevision` */
export function readableRevision(access: Access, text: string): number {
  assertMayReadPast(access);
  return pastRevision(access.stamps, text);
}
