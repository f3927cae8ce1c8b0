import { invalid, valueError } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Page } from '../http/page';
import { AuditEntryAnswer, type AuditPage } from './audit.answer';
import { AuditRepository } from './audit.repository';

/** Shows the audit log. */
@Injectable()
export class AuditService {
  constructor(private readonly repository: AuditRepository) {}

  /** A page of entries, newest first. */
  async page(orgId: string, page: Page): Promise<AuditPage> {
    if (!/^\d{0,18}$/.test(page.after)) throw invalid([valueError(['query', 'cursor'], 'not a cursor of this list')]);
    const [found, total] = await Promise.all([
      this.repository.page(orgId, page.after === '' ? null : page.after, page.reach),
      this.repository.total(orgId),
    ]);
    const { rows, ...next } = page.cut(found, ({ seq }) => seq);
    return { total, ...next, entries: rows.map((row) => AuditEntryAnswer.of(row)) };
  }
}
