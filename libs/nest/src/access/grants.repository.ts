import { parsePermission, parseScope, type Effect, type Grant, type Origin } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';
import type { GrantsSource, LoadedMember } from './grants-source';

interface PathRow {
  readonly role_id: string;
  readonly policy_id: string;
  readonly effect: Effect;
  readonly permissions: readonly string[];
  readonly scope: string;
  readonly origin: Origin;
  readonly expires_at: number | null;
}

interface MemberRow {
  readonly status: 'active' | 'suspended';
  readonly revision: number;
  readonly profile_iat: number;
  readonly groups_iat: number;
  readonly paths: readonly PathRow[];
}

// A conditional allow grants nothing, a conditional deny denies: conditions are later work.
const MEMBER = `
  select m.status, s.revision::float8 as revision,
         m.profile_iat::float8 as profile_iat, m.groups_iat::float8 as groups_iat,
         coalesce((
           select jsonb_agg(jsonb_build_object(
                    'role_id', a.role_id, 'policy_id', p.policy_id, 'effect', p.effect, 'permissions', p.permissions,
                    'scope', a.scope, 'origin', a.origin, 'expires_at', extract(epoch from a.expires_at) * 1000))
             from castellan.assignment a
             join castellan.role_policy rp on rp.org_id = a.org_id and rp.role_id = a.role_id
             join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
            where a.org_id = m.org_id and a.user_id = m.user_id and (p.condition is null or p.effect = 'deny')
         ), '[]') as paths
    from castellan.member m
    join castellan.organisation_state s on s.org_id = m.org_id
   where m.org_id = $1 and m.user_id = $2`;

/** Grants from Castellan's own tables: one statement a member. */
@Injectable()
export class GrantsRepository implements GrantsSource {
  constructor(private readonly database: Database) {}

  async load(orgId: string, userId: string, sql: Sql = this.database.sql): Promise<LoadedMember | null> {
    const [row] = await rows<MemberRow>(sql, MEMBER, [orgId, userId]);
    if (row === undefined) return null;
    const { status, revision } = row;
    const grants = row.paths.flatMap(grantsOf);
    return { orgId, userId, status, revision, profileIat: row.profile_iat, groupsIat: row.groups_iat, grants };
  }
}

/** The grants of one path from a member to a policy. */
export function grantsOf(path: PathRow): Grant[] {
  const within = parseScope(path.scope);
  if (within === null) throw new Error(`An assignment of ${path.role_id} has an unreadable scope`);
  return path.permissions.map((text) => ({
    permission: parsePermission(text),
    effect: path.effect,
    within,
    roleId: path.role_id,
    policyId: path.policy_id,
    origin: path.origin,
    expiresAt: path.expires_at,
  }));
}
