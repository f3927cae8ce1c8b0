import { forbidden, isId, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { accepted } from '../http/accepted';
import { assertMatch } from '../http/etag';
import type { Page } from '../http/page';
import { SsoMappingService } from '../assignments/sso-mapping.service';
import { OrgAnswer, OrgSummary, SHOWN_ORG, type OrgPage } from './org.answer';
import { UpdateOrg } from './org.dto';
import { OrgsRepository, type OrgRow, type OrgValues } from './orgs.repository';

/** Organisations: showing and changing them. */
@Injectable()
export class OrgsService {
  constructor(
    private readonly repository: OrgsRepository,
    private readonly changes: Changes,
    private readonly mapping: SsoMappingService,
  ) {}

  /** A page of the organisations that a user is an active member of; of all of them when the user is null. */
  async page(userId: string | null, page: Page): Promise<OrgPage> {
    const { after, rowsToRead: most } = page;
    const [found, total] = await Promise.all([
      userId === null ? this.repository.pageOfAll(after, most) : this.repository.pageOfUser(userId, after, most),
      userId === null ? this.repository.totalOfAll() : this.repository.totalOfUser(userId),
    ]);
    const { rows, ...next } = page.cut(found, ({ org_id }) => org_id);
    return { total, ...next, organisations: rows.map((row) => OrgSummary.fromRow(row)) };
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, sql?: Sql): Promise<OrgAnswer> {
    return OrgAnswer.fromRow(await this.row(orgId, sql));
  }

  /** An operator changes the name alone. @throws CastellanError not-found, forbidden, precondition-failed */
  update(actor: Actor, orgId: string, given: UpdateOrg): Promise<OrgAnswer> {
    return this.changes.run(actor, orgId, async (change) => {
      const input = accepted(UpdateOrg, given);
      const row = await this.row(orgId, change.sql);
      if (actor.kind === 'operator' && input.sso_connection !== undefined) {
        throw forbidden('not-a-member', { required_permission: 'orgs:update' });
      }
      const before = OrgAnswer.fromRow(row);
      assertMatch(actor.ifMatch, before, SHOWN_ORG);
      const values = valuesOf(input, row);
      if (JSON.stringify(values) === JSON.stringify(valuesOf({}, row))) return before;
      await this.repository.update(orgId, values, change.sql);
      const after = await this.get(orgId, change.sql);
      change.audit({ action: 'org.update', targetType: 'orgs', targetId: orgId, before, after });
      if (!isDeepStrictEqual(before.sso_connection, after.sso_connection)) await this.mapping.reconnect(change);
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
