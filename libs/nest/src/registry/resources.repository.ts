import type { AllowedIds, TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';
import { allowedIdsCondition } from '../database/allowed-ids';
import { STANDBY, type Origin } from '../database/standby';
import { insertRow, updateRows } from '../database/write-row';
import { CastellanResource } from '../tables/resource.entity';

/** A registered resource as it is stored. */
export interface ResourceRow {
  readonly org_id: string;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly workspace_id: string | null;
  readonly attributes: CastellanResource['attributes'];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly created_by: string | null;
}

/** What is written of a resource. */
export type ResourceValues = Pick<ResourceRow, 'name' | 'description' | 'workspace_id' | 'attributes'>;

/** A page of the resources of one type, of one workspace when it is named. */
export interface ResourcePosition {
  readonly type: string;
  readonly workspaceId: string | null;
  readonly after: string;
  readonly most: number;
}

/** Whether a thing is registered, and in which workspace. */
export interface RegisteredPlaceRow extends Origin {
  /** Null when there is no such organisation. */
  readonly stamp: string | null;
  readonly registered: boolean;
  readonly workspace_id: string | null;
}

const SELECT = `
  select r.org_id, r.resource_type, r.resource_id, r.name, r.description, r.workspace_id, r.attributes,
         r.created_at, r.updated_at, r.created_by
    from castellan.resource r`;

// What contains what is a part of a decision. An organisation that is not there has rows too, so that all say where they
// come from.
const PLACES = {
  name: 'castellan_places',
  text: `
  select ${STANDBY}, s.containers_stamp as stamp, coalesce(r.resource_id, w.workspace_id) is not null as registered,
         r.workspace_id
    from unnest($2::text[], $3::text[]) with ordinality as k (type, id, at)
    left join castellan.organisation_state s on s.org_id = $1
    left join castellan.resource r on r.org_id = s.org_id and r.resource_type = k.type and r.resource_id = k.id
    left join castellan.workspace w on w.org_id = s.org_id and k.type = 'workspaces' and w.workspace_id = k.id
   order by k.at`,
};

const keyOf = (
  orgId: string,
  { type, id }: TypedId,
): Pick<CastellanResource, 'org_id' | 'resource_type' | 'resource_id'> => ({
  org_id: orgId,
  resource_type: type,
  resource_id: id,
});

/** Registered resources in the database. */
@Injectable()
export class ResourcesRepository {
  constructor(private readonly database: Database) {}

  async find(orgId: string, { type, id }: TypedId, sql: Sql = this.database.sql): Promise<ResourceRow | null> {
    const [row] = await rows<ResourceRow>(
      sql,
      `${SELECT} where r.org_id = $1 and r.resource_type = $2 and r.resource_id = $3`,
      [orgId, type, id],
    );
    return row ?? null;
  }

  /** Where each of the things is registered, and the stamp of all that at the same moment; in the order of `keys`. */
  places(orgId: string, keys: readonly TypedId[], sql?: Sql): Promise<RegisteredPlaceRow[]> {
    const values = [orgId, keys.map(({ type }) => type), keys.map(({ id }) => id)];
    return this.database.prepared<RegisteredPlaceRow>(PLACES, values, sql);
  }

  page(orgId: string, page: ResourcePosition, allowed: AllowedIds): Promise<ResourceRow[]> {
    const inWorkspace = page.workspaceId === null ? [] : [page.workspaceId];
    const shown = allowedIdsCondition(allowed, 'r.resource_id', 4 + inWorkspace.length);
    return rows(
      this.database.sql,
      `${SELECT}
        where r.org_id = $1 and r.resource_type = $2 and r.resource_id > $3
              ${inWorkspace.length > 0 ? 'and r.workspace_id = $5' : ''}${shown.text}
        order by r.resource_id limit $4`,
      [orgId, page.type, page.after, page.most, ...inWorkspace, ...shown.parameters],
    );
  }

  async hasWorkspace(orgId: string, workspaceId: string, sql: Sql): Promise<boolean> {
    const found = await rows(sql, 'select 1 from castellan.workspace where org_id = $1 and workspace_id = $2', [
      orgId,
      workspaceId,
    ]);
    return found.length > 0;
  }

  async insert(orgId: string, key: TypedId, values: ResourceValues & { created_by: string }, sql: Sql): Promise<void> {
    await insertRow(sql, CastellanResource, { ...keyOf(orgId, key), ...values });
  }

  async update(orgId: string, key: TypedId, values: ResourceValues, sql: Sql): Promise<void> {
    await updateRows(sql, CastellanResource, keyOf(orgId, key), values);
  }

  delete(orgId: string, { type, id }: TypedId, sql: Sql): Promise<number> {
    return affected(
      sql,
      'delete from castellan.resource where org_id = $1 and resource_type = $2 and resource_id = $3',
      [orgId, type, id],
    );
  }
}
