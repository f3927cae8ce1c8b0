import { ADMIN_ROLE, CastellanError, conflict } from '@castellan/core';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../changes/change';
import { Changes, SYSTEM } from '../changes/changes';
import type { Sql } from '../database/database';
import { accepted } from '../http/accepted';
import { newMembership, withMark } from '../assignments/membership';
import { MembershipsService } from '../assignments/memberships.service';
import { BuiltinsService } from '../schema/builtins.service';
import { OrgAnswer } from './org.answer';
import { CreateOrg, RecoverOrg } from './org.dto';
import { OrgsRepository, type OrgRow } from './orgs.repository';
import { StartChecks } from './start-checks';

/** Makes organisations. */
@Injectable()
export class FoundingService {
  private readonly logger = new Logger('Recovery');

  @Inject(StartChecks)
  private readonly checks!: StartChecks;

  constructor(
    private readonly repository: OrgsRepository,
    private readonly changes: Changes,
    private readonly builtins: BuiltinsService,
    private readonly memberships: MembershipsService,
  ) {}

  /** Makes an organisation with its built-ins and its first Admin. @throws CastellanError invalid, conflict `id_taken` */
  async create(actor: Actor, given: CreateOrg): Promise<OrgAnswer> {
    const { org_id: orgId, name, admin_user_id: admin } = accepted(CreateOrg, given);
    const state = { admin_witness: admin, schema_hash: this.builtins.hash };
    const insert = async (sql: Sql): Promise<void> => {
      const made = await this.repository.insert(orgId, { name, created_by: actor.id, ...state }, sql);
      if (!made) throw conflict('id_taken', 'Another organisation has this id');
    };
    return this.changes.found(actor, orgId, insert, async (change) => {
      await this.builtins.install(change);
      const after = OrgAnswer.fromRow((await this.repository.find(orgId, change.sql)) as OrgRow);
      const whole = { ...after, builtins: await this.builtins.stored(change) };
      change.audit({ action: 'org.create', targetType: 'orgs', targetId: orgId, before: null, after: whole });
      const member = newMembership(admin, [ADMIN_ROLE], []);
      await this.memberships.write(change, 'member.assign', [{ userId: admin, before: null, after: member }]);
      return after;
    });
  }

  /**
   * Makes a user the Admin of an organisation that has lost its own: active, and with that role alone. Its directory
   * groups are off until somebody who may assign roles changes the member.
   * @throws CastellanError invalid, not-found
   */
  async recover(actor: Actor, orgId: string, given: RecoverOrg): Promise<void> {
    const { user_id: userId } = accepted(RecoverOrg, given);
    await this.changes.run(actor, orgId, async (change) => {
      const before = (await this.memberships.find(orgId, [userId], change.sql)).get(userId) ?? null;
      const after = withMark(newMembership(userId, [ADMIN_ROLE], []), 'off');
      await this.memberships.write(change, 'org.recover', [{ userId, before, after }]);
    });
    this.logger.warn(`${actor.id} recovered organisation ${orgId}: ${userId} is now its Admin`);
  }

  /**
   * Makes the organisation when there is none of this id; instances that start together make one. Call it last of all before
   * the application listens: where the start would be refused, nothing is made.
   * @throws Error for whatever keeps the application from starting
   */
  async bootstrap({ org, admin }: { readonly org: string; readonly admin: string }): Promise<void> {
    await this.checks.assertReady();
    if ((await this.repository.find(org)) !== null) return;
    try {
      await this.create(SYSTEM, { org_id: org, name: org, admin_user_id: admin });
    } catch (error) {
      const lostTheRace = error instanceof CastellanError && error.details['reason'] === 'id_taken';
      if (!lostTheRace) throw error;
    }
  }
}
