import { Injectable } from '@nestjs/common';
import { affected, rows, type Sql } from '../database/database';
import { insertRow } from '../database/write-row';
import { CastellanUsedId } from '../tables/used-id.entity';

/** What an id stands for, or stood for. */
export interface UsedIdRow {
  readonly resource_type: string;
  readonly container: boolean;
}

/** The ids that resources and containers have or had. */
@Injectable()
export class UsedIdsRepository {
  find(orgId: string, id: string, sql: Sql): Promise<UsedIdRow[]> {
    return rows(sql, 'select resource_type, container from castellan.used_id where org_id = $1 and id = $2', [
      orgId,
      id,
    ]);
  }

  /** Whether a scope names this id, or named it once. */
  async isNamed(orgId: string, id: string, sql: Sql): Promise<boolean> {
    const text = 'select from castellan.named_id where org_id = $1 and id = $2';
    return (await rows(sql, text, [orgId, id])).length > 0;
  }

  async insert(orgId: string, id: string, use: UsedIdRow, sql: Sql): Promise<void> {
    await insertRow(sql, CastellanUsedId, { org_id: orgId, id, ...use });
  }

  markDeleted(orgId: string, id: string, type: string, sql: Sql): Promise<number> {
    return affected(
      sql,
      'update castellan.used_id set deleted_at = now() where org_id = $1 and id = $2 and resource_type = $3',
      [orgId, id, type],
    );
  }
}
