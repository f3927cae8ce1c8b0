import { Inject, Injectable } from '@nestjs/common';
import { RouteAudit } from '../access/guard/route-audit';
import { Database } from '../database/database';
import { BuiltinsService } from '../schema/builtins.service';
import { assertMigrated } from '../tables/assert-migrated';

/** The injection token of whether grants are taken out that the schema has no more. */
export const RETIRE_GRANTS = Symbol('RETIRE_GRANTS');

/** Everything that can refuse a start, in one place: it comes before whatever is answered or founded. */
@Injectable()
export class StartChecks {
  constructor(
    private readonly audit: RouteAudit,
    private readonly database: Database,
    private readonly builtins: BuiltinsService,
    @Inject(RETIRE_GRANTS) private readonly retire: boolean,
  ) {}

  /**
   * Holds every handler against what it declares, and brings the built-ins of every organisation up to date.
   * @throws Error naming each unsafe handler; for missing tables; and as `BuiltinsService.upkeep`
   */
  async assertReady(): Promise<void> {
    this.audit.assertSafe();
    await assertMigrated(this.database.sql);
    await this.builtins.upkeep({ retire: this.retire });
  }
}
