import { CastellanError } from '@castellan/core';
import { AssignmentsService, inTransaction, MembersService, SYSTEM } from '@castellan/nest/admin';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

const BATCH = 200;

/** Keeps members in step with the application's own users: `app_user (id, tenant_id)`. A tenant is an organisation. */
@Injectable()
export class MembersInStep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly members: MembersService,
    private readonly assignments: AssignmentsService,
  ) {}

  /** Existing users: call it once, or again after a crash. Each batch is committed with its place in `members_loaded`. */
  async loadAll(orgId: string): Promise<void> {
    let more = true;
    while (more) more = await this.dataSource.transaction((manager) => this.loadBatch(orgId, manager));
  }

  /** Registration: call it in the transaction that inserts the user. A user who is a member already keeps its roles. */
  async registered(orgId: string, userIds: readonly string[], manager: EntityManager): Promise<void> {
    const strangers: Array<{ user_id: string; role_ids: string[] }> = [];
    for (const user_id of userIds) {
      const member = await this.members.get(orgId, user_id, manager).catch(nullWhenMissing);
      // Default roles come with membership; name others in `role_ids`.
      if (member === null) strangers.push({ user_id, role_ids: [] });
    }
    if (strangers.length > 0) await this.assignments.assign(inTransaction(SYSTEM, manager), orgId, strangers);
  }

  /** Deletion: call it in the transaction that deletes the user, after that statement. Calling it twice does no harm. */
  async deleted(orgId: string, userId: string, manager: EntityManager): Promise<void> {
    await this.members.remove(inTransaction(SYSTEM, manager), orgId, userId).catch(nullWhenMissing);
  }

  private async loadBatch(orgId: string, manager: EntityManager): Promise<boolean> {
    // `for share`: a user that is deleted meanwhile is either not read, or deleted after it has become a member.
    const users = await manager.query<Array<{ id: string }>>(
      `select id from app_user
        where tenant_id = $1 and id > coalesce((select after_id from members_loaded where org_id = $1), '')
        order by id limit $2 for share`,
      [orgId, BATCH],
    );
    const last = users.at(-1);
    if (last === undefined) return false;
    await this.registered(
      orgId,
      users.map(({ id }) => id),
      manager,
    );
    await manager.query(
      `insert into members_loaded (org_id, after_id) values ($1, $2)
       on conflict (org_id) do update set after_id = excluded.after_id`,
      [orgId, last.id],
    );
    return true;
  }
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof CastellanError && error.kind === 'not-found') return null;
  throw error;
}
