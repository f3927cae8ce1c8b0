import { CastellanError, conflict, isId, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import type { Actor } from '../database/change';
import { Changes, SYSTEM } from '../database/changes';
import type { Sql } from '../database/database';
import { assertMatch } from '../http/etag';
import type { Page } from '../http/page';
import { joining } from '../members/membership';
import { MembershipsService } from '../members/memberships.service';
import { BuiltinsService } from '../schema/builtins.service';
import { OrgAnswer, OrgSummary, type OrgPage } from './org.answer';
import type { CreateOrg, UpdateOrg } from './org.dto';
import { OrgsRepository, type OrgRow, type OrgValues } from './orgs.repository';

/** The role of an organisation's first member. */
const ADMIN_ROLE = 'rl-admin';

/** Organisations: making, showing and changing them. */
@Injectable()
export class OrgsService {
  constructor(
    private readonly repository: OrgsRepository,
    private readonly changes: Changes,
    private readonly builtins: BuiltinsService,
    private readonly memberships: MembershipsService,
  ) {}

  /** A page of the organisations that a user is an active member of; of all of them when the user is null. */
  async page(userId: string | null, page: Page): Promise<OrgPage> {
    const { after, reach } = page;
    const [found, total] = await Promise.all([
      userId === null ? this.repository.pageOfAll(after, reach) : this.repository.pageOfUser(userId, after, reach),
      userId === null ? this.repository.totalOfAll() : this.repository.totalOfUser(userId),
    ]);
    const { rows, ...next } = page.cut(found, ({ org_id }) => org_id);
    return { total, ...next, organisations: rows.map((row) => OrgSummary.of(row)) };
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, sql?: Sql): Promise<OrgAnswer> {
    return OrgAnswer.of(await this.row(orgId, sql));
  }

  /** Makes an organisation with its built-ins and its first Admin. @throws CastellanError conflict `id_taken` */
  create(actor: Actor, { org_id: orgId, name, admin_user_id: admin }: CreateOrg): Promise<OrgAnswer> {
    const state = { admin_witness: admin, schema_hash: this.builtins.hash };
    const insert = async (sql: Sql): Promise<void> => {
      const made = await this.repository.insert(orgId, { name, created_by: actor.id, ...state }, sql);
      if (!made) throw conflict('id_taken', 'Another organisation has this id');
    };
    return this.changes.found(actor, orgId, insert, async (change) => {
      await this.builtins.install(change);
      const after = await this.get(orgId, change.sql);
      change.audit({ action: 'org.create', targetType: 'orgs', targetId: orgId, before: null, after });
      const member = joining(admin, [ADMIN_ROLE], []);
      await this.memberships.write(change, 'member.assign', [{ userId: admin, before: null, after: member }]);
      return after;
    });
  }

  /** Makes the organisation when there is none of this id; instances that start together make one. */
  async bootstrap({ org, admin }: { readonly org: string; readonly admin: string }): Promise<void> {
    if ((await this.repository.find(org)) !== null) return;
    try {
      await this.create(SYSTEM, { org_id: org, name: org, admin_user_id: admin });
    } catch (error) {
      const lostTheRace = error instanceof CastellanError && error.details['reason'] === 'id_taken';
      if (!lostTheRace) throw error;
    }
  }

  /** @throws CastellanError not-found, precondition-failed */
  update(caller: Caller, orgId: string, input: UpdateOrg): Promise<OrgAnswer> {
    return this.changes.run(caller, orgId, async (change) => {
      const row = await this.row(orgId, change.sql);
      const before = OrgAnswer.of(row);
      assertMatch(caller.ifMatch, before);
      const values = valuesOf(input, row);
      if (JSON.stringify(values) === JSON.stringify(valuesOf({}, row))) return before;
      await this.repository.update(orgId, values, change.sql);
      const after = await this.get(orgId, change.sql);
      change.audit({ action: 'org.update', targetType: 'orgs', targetId: orgId, before, after });
      return after;
    });
  }

  private async row(orgId: string, sql?: Sql): Promise<OrgRow> {
    const row = isId(orgId) ? await this.repository.find(orgId, sql) : null;
    if (row === null) throw notFound('orgs', orgId);
    return row;
  }
}

function valuesOf({ name, sso_connection: sso }: UpdateOrg, stored: OrgValues): OrgValues {
  const { sso_issuer, sso_claim, sso_value } = stored;
  return {
    name: name ?? stored.name,
    ...(sso === undefined
      ? { sso_issuer, sso_claim, sso_value }
      : { sso_issuer: sso?.issuer ?? null, sso_claim: sso?.claim ?? null, sso_value: sso?.value ?? null }),
  };
}
