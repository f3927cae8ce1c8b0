import type { PermissionName, PermissionSchema } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows } from '../database/database';

/** Which roles and members may have to do with a permission; core decides whether they do. */
@Injectable()
export class GrantingRolesRepository {
  constructor(private readonly database: Database) {}

  /** The roles with an allow that names this type or every type, and one of these actions, in order. */
  async rolesGranting(orgId: string, type: string, actions: readonly string[]): Promise<string[]> {
    const found = await rows<{ role_id: string }>(
      this.database.sql,
      `select r.role_id
         from castellan.role r
        where r.org_id = $1 and exists (
          select from castellan.role_policy rp
            join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
           where rp.org_id = r.org_id and rp.role_id = r.role_id and p.effect = 'allow' and p.condition is null
             and exists (select from unnest(p.permissions) as x (permission)
                          where split_part(x.permission, ':', 1) in ($2, '*')
                            and split_part(x.permission, ':', 3) = any($3::text[])))
        order by r.role_id`,
      [orgId, type, [...actions]],
    );
    return found.map(({ role_id }) => role_id);
  }

  /** Active members with one of these roles, after this user id, in order. */
  async holders(orgId: string, roleIds: readonly string[], after: string, most: number): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      this.database.sql,
      `select m.user_id
         from castellan.member m
        where m.org_id = $1 and m.user_id > $3 and m.status = 'active' and exists (
          select from castellan.assignment a
           where a.org_id = m.org_id and a.user_id = m.user_id and a.role_id = any($2::text[]))
        order by m.user_id limit $4`,
      [orgId, [...roleIds], after, most],
    );
    return found.map(({ user_id }) => user_id);
  }
}

/** The actions of a type of which an allow reaches a name, the wildcard among them. */
export function actionsGranting(schema: PermissionSchema, { type, action }: PermissionName): string[] {
  const actions = [...Object.keys(schema.types.get(type)?.actions ?? {}), '*'];
  return actions.filter((granted) => schema.allows(type, granted, action));
}
