import { Injectable } from '@nestjs/common';
import { MOST_CHANGES } from '../change-sets/change-set.dto';
import type { Change } from '../changes/change';
import { formatRevision } from '../database/revision';
import { PastEntriesRepository, type LoggedObject } from '../past/past-entries.repository';
import { PastObjectsService, type PastEntry } from '../past/past-objects.service';

/** The entries of changes, and what came after them. */
@Injectable()
export class PastLog {
  constructor(
    private readonly repository: PastEntriesRepository,
    private readonly past: PastObjectsService,
  ) {}

  /** The entries of a revision, and the objects that they are about as the log names them. */
  async entriesOf(
    { orgId, sql }: Change,
    revision: number,
  ): Promise<{ readonly entries: readonly PastEntry[]; readonly objects: readonly LoggedObject[] }> {
    const found = await this.repository.ofRevision(orgId, revision, MOST_CHANGES + 1, sql);
    const objects = found.map(({ entry }) => (JSON.parse(entry) as { readonly target: LoggedObject }).target);
    return { entries: await this.past.read(orgId, found, sql), objects };
  }

  /** Those of the objects that later revisions touched, each with the last one. */
  async touchedLater(
    { orgId, sql, state: { epoch } }: Change,
    objects: readonly LoggedObject[],
    revision: number,
  ): Promise<Array<{ readonly kind: string; readonly id: string; readonly revision: string }>> {
    const found = await this.repository.touchedLater(orgId, objects, revision, sql);
    const users = await this.repository.users(orgId, new Set(found.map(({ id }) => id)), sql);
    return found.map(({ type, id, revision: last }) => ({
      kind: type,
      id: type === 'members' ? (users.get(id) ?? id) : id,
      revision: formatRevision({ epoch, revision: Number(last) }),
    }));
  }
}
