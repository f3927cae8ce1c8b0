import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CommittedChanges } from '../changes/committed-changes';

/** Logs the head of the audit chain after each change: who keeps the log elsewhere can tell that a tail was cut. */
@Injectable()
export class AuditHeadLog implements OnModuleInit {
  private readonly log = new Logger('Audit');

  constructor(private readonly changes: CommittedChanges) {}

  onModuleInit(): void {
    this.changes.subscribe(({ orgId, head: { seq, hash } }) =>
      this.log.log({ msg: 'Audit head', org_id: orgId, seq, head: hash }),
    );
  }
}
