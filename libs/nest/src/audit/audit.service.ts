import { invalid, valueError } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Page } from '../http/page';
import { referencesIn } from '../changes/entry-users';
import { AuditEntryAnswer, type AuditPage } from './audit.answer';
import { AuditRepository, type AuditFilter } from './audit.repository';

/** Shows the audit log. */
@Injectable()
export class AuditService {
  constructor(private readonly repository: AuditRepository) {}

  /** A page of the entries that fit, newest first. How many there are in all is known without a filter only. */
  async page(orgId: string, filter: AuditFilter, page: Page): Promise<AuditPage> {
    if (!/^\d{0,18}$/.test(page.after)) throw invalid([valueError(['query', 'cursor'], 'not a cursor of this list')]);
    const [found, total] = await Promise.all([
      this.repository.page(orgId, filter, page.after === '' ? null : page.after, page.rowsToRead),
      isEmpty(filter) ? this.total(orgId) : null,
    ]);
    const { rows, ...next } = page.cut(found, ({ seq }) => seq);
    const references = new Set<string>();
    for (const row of rows) referencesIn(row, references);
    const users = await this.repository.users(orgId, references);
    return { total, ...next, entries: rows.map((row) => AuditEntryAnswer.fromRow(row, users)) };
  }

  // Sequence numbers have no gaps.
  private async total(orgId: string): Promise<number> {
    return (await this.repository.head(orgId))?.seq ?? 0;
  }
}

const isEmpty = (filter: AuditFilter): boolean => Object.values(filter).every((value) => value === undefined);
