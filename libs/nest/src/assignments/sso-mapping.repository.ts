import { Injectable } from '@nestjs/common';
import { affected, rows, type Sql } from '../database/database';

/** A member and the roles that its groups are mapped to. */
export interface MappedMember {
  readonly user_id: string;
  readonly role_ids: string[];
}

/** What groups are mapped to, seen from the members that are in them. */
@Injectable()
export class SsoMappingRepository {
  /** The members that are in any of these groups, with what all of their groups are mapped to. */
  membersIn(orgId: string, groups: readonly string[], sql: Sql): Promise<MappedMember[]> {
    return rows(
      sql,
      `select m.user_id,
              array(select distinct g.role_id from castellan.role_sso_group g
                     where g.org_id = m.org_id and g.group_name = any(m.sso_groups)) as role_ids
         from castellan.member m
        where m.org_id = $1 and m.sso_groups && $2::text[]`,
      [orgId, [...groups]],
    );
  }

  /** The members that hold a role by their groups. */
  async holders(orgId: string, sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select distinct user_id from castellan.assignment where org_id = $1 and origin = 'sso'`,
      [orgId],
    );
    return found.map(({ user_id }) => user_id);
  }

  /** The roles that any group is mapped to. */
  async mappedRoles(orgId: string, sql: Sql): Promise<string[]> {
    const text = 'select distinct role_id from castellan.role_sso_group where org_id = $1';
    return (await rows<{ role_id: string }>(sql, text, [orgId])).map(({ role_id }) => role_id);
  }

  /** Forgets which groups members are in. */
  async forgetGroups(orgId: string, sql: Sql): Promise<void> {
    await affected(sql, `update castellan.member set sso_groups = '{}' where org_id = $1 and sso_groups <> '{}'`, [
      orgId,
    ]);
  }
}
