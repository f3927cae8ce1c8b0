import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { AuditHead } from './audit-chain';

/** A change that was committed: its revision, the head of the audit chain after it, and how many entries it wrote. */
export interface CommittedChange {
  readonly orgId: string;
  readonly revision: number;
  readonly head: AuditHead;
  readonly entries: number;
}

/** Tells of each change that this process made, after its commit. A subscriber must not throw. */
@Injectable()
export class CommittedChanges extends Subject<CommittedChange> {}
