import { Injectable, Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { AuditRepository, WHOLE, type AuditFilter, type AuditRow } from './audit.repository';

/** Hands out the audit log as lines of JSON. */
@Injectable()
export class AuditExportService {
  private readonly log = new Logger('Audit');

  constructor(private readonly repository: AuditRepository) {}

  /**
   * The entries that fit and are there now, oldest first, a line each: the stored text with `hash` as its last member.
   * Read in batches, the next one when the one before was taken. The first is read here, so that a database that is
   * away is an answer and not a broken stream.
   */
  async lines(orgId: string, filter: AuditFilter): Promise<Readable> {
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
        yield found.map(line).join('');
        const after = found.at(-1)?.seq ?? upTo;
        found = await this.repository.batch(orgId, filter, { after, upTo });
      }
    } catch (error) {
      this.log.error(error);
      throw error;
    }
  }
}

const line = ({ entry, hash }: AuditRow): string => `${entry.slice(0, -1)},"hash":"${hash}"}\n`;
