import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../database/database';
import { STANDBY, type Origin } from '../../database/standby';
import { POLICIES_OF_ROLE, WEIGHT_OF_ROLE } from './stored-roles';
import type { GrantsSource, MemberKey, Stamps, StoredMember, Through } from './grants-source';

// Once for each statement, whatever it is asked about.
const EPOCH = '(select castellan.epoch())';

const STAMPS_OF = `'epoch', ${EPOCH}, 'revision', s.revision, 'grants', s.grants_stamp, 'containers', s.containers_stamp,
  'member', m.stamp, 'profileIat', m.profile_iat, 'groupsIat', m.groups_iat`;

// Every check reads it, so it is prepared, and has plain columns: making and parsing JSON costs as much as the reading.
// A user who is no member has a row too: that answer must come from a primary like any other.
const STAMPS = {
  name: 'castellan_stamps',
  text: `
  select ${STANDBY}, k.at::int, ${EPOCH} as epoch, s.revision, s.grants_stamp, s.containers_stamp, m.stamp, m.profile_iat, m.groups_iat
    from unnest($1::text[], $2::text[]) with ordinality as k (org_id, user_id, at)
    left join castellan.member m on m.org_id = k.org_id and m.user_id = k.user_id
    left join castellan.organisation_state s on s.org_id = m.org_id`,
};

/** Stamps as they are read; what counts is a `bigint`, which the driver answers as text. */
interface StampsRow extends Origin {
  readonly at: number;
  readonly epoch: string;
  readonly revision: string;
  readonly grants_stamp: string;
  readonly containers_stamp: string;
  /** Null for a user who is no member, as all the others are then. */
  readonly stamp: string | null;
  readonly profile_iat: string;
  readonly groups_iat: string;
}

/** How much is read with one statement: about as many permissions, or 64 bytes of them each. A role is read whole. */
const MOST_WEIGHT = 20_000;
/** The most roles that are read with one statement. */
const MOST_ROLES = 200;

// A member's roles that are not known, each with the weight of those before it.
const WEIGHED_ROLES = `
  select w.*, sum(w.weight) over (order by w.role_id) - w.weight as weight_before,
         row_number() over (order by w.role_id) as at
    from (select r.org_id, r.role_id, r.stamp,
                 ${WEIGHT_OF_ROLE} as weight
            from castellan.role r
           where r.org_id = m.org_id and r.stamp <> all($3::text[])
             and r.role_id in (select a.role_id from castellan.assignment a
                                where a.org_id = m.org_id and a.user_id = m.user_id)) w`;

// One statement, so that all of it is of one moment.
const GRANTS = {
  name: 'castellan_grants',
  text: `
  select ${STANDBY}, jsonb_build_object(${STAMPS_OF}) as stamps, m.status, m.directory,
         coalesce((
           select jsonb_agg(jsonb_build_object('stamp', r.stamp, 'scope', a.scope, 'origin', a.origin,
                    'expiresAt', extract(epoch from a.expires_at) * 1000) order by a.role_id, a.scope, a.origin)
             from castellan.assignment a
             join castellan.role r on r.org_id = a.org_id and r.role_id = a.role_id
            where a.org_id = m.org_id and a.user_id = m.user_id
         ), '[]') as assignments,
         coalesce(unknown.roles, '[]') as roles, coalesce(unknown.weight, 0)::float8 as "unknownWeight"
    from (values (1)) as always
    left join castellan.member m on m.org_id = $1 and m.user_id = $2
    left join castellan.organisation_state s on s.org_id = m.org_id
    left join lateral (
      select sum(r.weight) as weight,
             jsonb_agg(jsonb_build_object('stamp', r.stamp, 'roleId', r.role_id, 'policies', ${POLICIES_OF_ROLE})) filter (where r.weight_before < ${MOST_WEIGHT} and r.at <= ${MOST_ROLES}) as roles
        from (${WEIGHED_ROLES}) r) unknown on true`,
};

/** A member as it is read; a user who is no member has no status. */
interface MemberRow extends Origin, Omit<StoredMember, 'status'> {
  readonly status: StoredMember['status'] | null;
}

/** Grants from Castellan's own tables. */
@Injectable()
export class GrantsRepository implements GrantsSource {
  constructor(private readonly database: Database) {}

  async stamps(keys: readonly MemberKey[]): Promise<ReadonlyArray<Stamps | null>> {
    const [orgIds, userIds] = [keys.map(({ orgId }) => orgId), keys.map(({ userId }) => userId)];
    const found: Array<Stamps | null> = keys.map(() => null);
    for (const row of await this.database.prepared<StampsRow>(STAMPS, [orgIds, userIds]))
      if (row.stamp !== null) found[row.at - 1] = stampsOf(row, row.stamp);
    return found;
  }

  async grants(
    { orgId, userId }: MemberKey,
    known: readonly string[],
    through?: Through,
  ): Promise<StoredMember | null> {
    const found = await this.database.prepared<MemberRow>(
      GRANTS,
      [orgId, userId, [...known]],
      through as Sql | undefined,
    );
    const [{ standby: _, status, ...member }] = found as [MemberRow];
    return status === null ? null : { ...member, status };
  }
}

const stampsOf = (row: StampsRow, member: string): Stamps => ({
  epoch: Number(row.epoch),
  revision: Number(row.revision),
  grants: row.grants_stamp,
  containers: row.containers_stamp,
  member,
  profileIat: Number(row.profile_iat),
  groupsIat: Number(row.groups_iat),
});
