import type { PermissionName, PermissionSchema } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows } from '../database/database';

/** Ids that were found, and the revision of the organisation at that moment. */
export interface AtRevision {
  readonly ids: readonly string[];
  readonly revision: number;
}

/** Which roles and members may have to do with a permission; core decides whether they do. */
@Injectable()
export class GrantingRolesRepository {
  constructor(private readonly database: Database) {}

  /** The roles with an allow of one of these names `type:action`, in order. */
  async rolesGranting(orgId: string, names: readonly string[]): Promise<AtRevision> {
    return this.atRevision(
      `select distinct rp.role_id as id
         from (select n.policy_id from castellan.policy_name n
                where n.org_id = $1 and n.name = any($2::text[]) offset 0) named
         join castellan.policy p on p.org_id = $1 and p.policy_id = named.policy_id
         join castellan.role_policy rp on rp.org_id = $1 and rp.policy_id = named.policy_id
        where p.effect = 'allow' and p.condition is null
        order by rp.role_id`,
      [orgId, [...names]],
    );
  }

  /** Users with one of these roles, after this user id, in order; of each role no more are looked at than are wanted. */
  async findHolders(orgId: string, roleIds: readonly string[], after: string, most: number): Promise<AtRevision> {
    return this.atRevision(
      `select distinct held.user_id as id
         from unnest($2::text[]) as r (role_id)
        cross join lateral (
          select distinct a.user_id from castellan.assignment a
           where a.org_id = $1 and a.role_id = r.role_id and a.user_id > $3
           order by a.user_id limit $4) held
        order by held.user_id limit $4`,
      [orgId, [...roleIds], after, most],
    );
  }

  /** The ids that a statement about the organisation `$1` finds, in its order, with the revision at that moment. */
  private async atRevision(text: string, parameters: readonly unknown[]): Promise<AtRevision> {
    const [found] = await rows<AtRevision>(
      this.database.sql,
      `select array(${text}) as ids, s.revision::float8 as revision from castellan.organisation_state s where s.org_id = $1`,
      parameters,
    );
    return found ?? { ids: [], revision: 0 };
  }
}

/** The names, wildcards among them, of which an allow reaches a name. */
export function namesGranting(schema: PermissionSchema, { type, action }: PermissionName): string[] {
  const actions = [...Object.keys(schema.types.get(type)?.actions ?? {}), '*'];
  const granting = actions.filter((granted) => schema.allows(type, granted, action));
  return [type, '*'].flatMap((one) => granting.map((granted) => `${one}:${granted}`));
}
