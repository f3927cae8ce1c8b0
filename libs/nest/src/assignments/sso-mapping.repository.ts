import { Injectable } from '@nestjs/common';
import { affected, rows, type Sql } from '../database/database';

/** A member and the roles that its groups are mapped to. */
export interface MappedMember {
  readonly user_id: string;
  readonly role_ids: string[];
}

/** The same of a removed member; `current` when its groups are known to be of the present connection. */
export interface MappedRemoved extends MappedMember {
  readonly current: boolean;
}

const ROLES_OF = (user: string): string => `
  array(select distinct g.role_id from castellan.role_sso_group g
         where g.org_id = ${user}.org_id and g.group_name = any(${user}.sso_groups)) as role_ids`;

/** What groups are mapped to, seen from the members that are in them. */
@Injectable()
export class SsoMappingRepository {
  /** The members that are in any of these groups, with what all of their groups are mapped to. */
  membersIn(orgId: string, groups: readonly string[], sql: Sql): Promise<MappedMember[]> {
    return rows(
      sql,
      `select m.user_id, ${ROLES_OF('m')} from castellan.member m where m.org_id = $1 and m.sso_groups && $2::text[]`,
      [orgId, [...groups]],
    );
  }

  /** What the groups of these members are mapped to. */
  rolesOf(orgId: string, userIds: readonly string[], sql: Sql): Promise<MappedMember[]> {
    return rows(
      sql,
      `select m.user_id, ${ROLES_OF('m')} from castellan.member m where m.org_id = $1 and m.user_id = any($2::text[])`,
      [orgId, [...userIds]],
    );
  }

  /** Those of the users who were removed, and what the groups are mapped to that they had. */
  rolesOfRemoved(orgId: string, userIds: readonly string[], sql: Sql): Promise<MappedRemoved[]> {
    return rows(
      sql,
      `select r.user_id, r.groups_iat > 0 as current, ${ROLES_OF('r')}
         from castellan.removed_member r
        where r.org_id = $1 and r.user_id = any($2::text[])`,
      [orgId, [...userIds]],
    );
  }

  /** The members to whom more roles are mapped than fit. */
  unfit(orgId: string, sql: Sql): Promise<MappedMember[]> {
    return rows(
      sql,
      `select m.user_id, ${ROLES_OF('m')}
         from castellan.member m where m.org_id = $1 and m.directory in ('truncated', 'overflow')`,
      [orgId],
    );
  }

  /** The members on whom groups have left anything: a role, or a mark that the next groups may lift. */
  async findHolders(orgId: string, sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select user_id from castellan.assignment where org_id = $1 and origin = 'sso'
        union
       select user_id from castellan.member
        where org_id = $1 and directory in ('truncated', 'overflow', 'last_admin')`,
      [orgId],
    );
    return found.map(({ user_id }) => user_id);
  }

  /** The roles that any group is mapped to. */
  async mappedRoles(orgId: string, sql: Sql): Promise<string[]> {
    const text = 'select distinct role_id from castellan.role_sso_group where org_id = $1';
    return (await rows<{ role_id: string }>(sql, text, [orgId])).map(({ role_id }) => role_id);
  }

  /**
   * Forgets which groups members are in, so that the next token counts, whatever its age. What decides whether groups stay
   * off stays known: the groups of members that count for their denies alone, and those of removed members.
   */
  async forgetGroups(orgId: string, sql: Sql): Promise<void> {
    await affected(
      sql,
      `update castellan.member
          set groups_iat = 0, sso_groups = case when directory = 'denies' then sso_groups else '{}' end
        where org_id = $1 and (sso_groups <> '{}' or groups_iat <> 0)`,
      [orgId],
    );
    const removed = 'update castellan.removed_member set groups_iat = 0 where org_id = $1 and groups_iat <> 0';
    await affected(sql, removed, [orgId]);
  }
}
