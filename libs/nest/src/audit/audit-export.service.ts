import { Injectable, Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { referencesIn } from '../changes/entry-users';
import { AuditRepository, WHOLE, type AuditFilter, type AuditRow } from './audit.repository';

/** Hands out the audit log as lines of JSON. */
@Injectable()
export class AuditExportService {
  private readonly log = new Logger('Audit');

  constructor(private readonly repository: AuditRepository) {}

  /**
   * The entries that fit and are there now, oldest first, a line each: the stored text, then
   * `hash`, then `users`: whom its references stand for.
   * Read in batches, the next one when the one before was taken. The first is read here, so that a database that is
   * away is an answer and not a broken stream.
   */
  async stream(orgId: string, filter: AuditFilter): Promise<Readable> {
    const head = await this.repository.head(orgId);
    const upTo = String(head?.seq ?? 0);
    const first = await this.repository.batch(orgId, filter, { after: WHOLE.after, upTo });
    return Readable.from(this.batches(orgId, filter, upTo, first), { objectMode: false, highWaterMark: 1 });
  }

  private async *batches(
    orgId: string,
    filter: AuditFilter,
    upTo: string,
    first: readonly AuditRow[],
  ): AsyncGenerator<string> {
    try {
      for (let found = first; found.length > 0;) {
        yield await this.lines(orgId, found);
        const after = found.at(-1)?.seq ?? upTo;
        found = await this.repository.batch(orgId, filter, { after, upTo });
      }
    } catch (error) {
      this.log.error(error);
      throw error;
    }
  }

  private async lines(orgId: string, found: readonly AuditRow[]): Promise<string> {
    const references = found.map((row) => [...referencesIn(row)]);
    const users = await this.repository.users(orgId, new Set(references.flat()));
    return found
      .map(({ entry, hash }, at) => {
        const named = references[at]?.flatMap((reference) => {
          const userId = users.get(reference);
          return userId === undefined ? [] : [[reference, userId] as const];
        });
        return `${entry.slice(0, -1)},"hash":"${hash}","users":${JSON.stringify(Object.fromEntries(named ?? []))}}\n`;
      })
      .join('');
  }
}
