import type { AuditAction } from './audit-actions';

/** What is audited of a change; `before` and `after` are whole objects, null where there is none. */
export interface AuditRecord {
  readonly action: AuditAction;
  readonly targetType: string;
  readonly targetId: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** The records of one change: one for each object, from what it was first to what it is last. */
export class AuditRecords {
  private readonly byTarget = new Map<string, AuditRecord>();

  get all(): readonly AuditRecord[] {
    return [...this.byTarget.values()];
  }

  add(record: AuditRecord): void {
    const key = `${record.targetType} ${record.targetId}`;
    const earlier = this.byTarget.get(key);
    if (earlier === undefined) {
      this.byTarget.set(key, record);
      return;
    }
    const { before } = earlier;
    // What the same change made and removed was never there.
    if (before === null && record.after === null) this.byTarget.delete(key);
    else this.byTarget.set(key, { ...(before === null ? earlier : record), before, after: record.after });
  }
}
