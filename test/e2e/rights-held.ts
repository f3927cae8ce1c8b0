import { defaultSchema } from '@castellan/core';
import type { DataSource } from 'typeorm';
import { naiveReason, type NaiveGrant, type NaiveQuestion, type NaiveTypes } from '../core/naive';

/** What somebody may do now, and what of it lasts; each right as `type:action` with the place that it was asked about. */
export interface Held {
  readonly rights: ReadonlySet<string>;
  readonly lasting: ReadonlySet<string>;
}

/** By user; beside the members, what everybody has who joins, whom a group brings, and who is given a role of `roles`. */
export type RightsHeld = ReadonlyMap<string, Held>;

/** The right to bind a role, as it is named here. */
export const bindOf = (roleId: string): string => `roles:bind on ${roleId}`;

/** Who stands for those that a default role or a mapped group will let in. */
export const JOINER = '(who joins)';
export const GROUPED = '(who is in a group)';
export const holderOf = (roleId: string): string => `(who has ${roleId})`;

const types: NaiveTypes = Object.fromEntries(defaultSchema.types);
const names = Object.entries(types).flatMap(([type, { actions }]) =>
  Object.keys(actions).map((action) => ({ type, action })),
);
/** `ws-3` stands for all the rest: a right everywhere is one in each of the three, and may be given in parts. */
const places = ['ws-1', 'ws-2', 'ws-3'].map((id) => ({ id: 'x', containers: [{ type: 'workspaces', id }] }));
const OF_ALL_KINDS = names.flatMap((name) => places.map((target): NaiveQuestion => ({ ...name, target })));

const GRANTS = `
  with held as (
    select user_id as who, role_id, scope, expires_at from castellan.assignment where org_id = $1
    union all select '${JOINER}', role_id, '*', null from castellan.role where org_id = $1 and is_default
    union all select '${GROUPED}', role_id, '*', null from castellan.role_sso_group where org_id = $1
    union all select '(who has ' || role_id || ')', role_id, '*', null from castellan.role where org_id = $1 and role_id = any($2))
  select who, coalesce(m.status, 'active') as status, unnest(p.permissions) as permission, p.effect, h.scope as within,
         extract(epoch from h.expires_at)::float8 * 1000 as "expiresAt"
    from held h
    left join castellan.member m on m.org_id = $1 and m.user_id = h.who
    join castellan.role_policy rp on rp.org_id = $1 and rp.role_id = h.role_id
    join castellan.policy p on p.org_id = $1 and p.policy_id = rp.policy_id`;

const RESOURCES = `
  select resource_type as type, resource_id as id, workspace_id from castellan.resource where org_id = $1`;

type Row = NaiveGrant & { readonly who: string; readonly status: string };

/**
 * Reads from the tables what everybody holds, by the naive reading of the design, which shares nothing with the engine:
 * about every name in three workspaces, about everything registered, where it is now, and about binding `roles`.
 */
export async function rightsHeld(
  { manager: sql }: DataSource,
  orgId: string,
  roles: readonly string[] = [],
): Promise<RightsHeld> {
  const rows: Row[] = await sql.query(GRANTS, [orgId, roles]);
  const registered: Array<{ type: string; id: string; workspace_id: string | null }> = await sql.query(RESOURCES, [
    orgId,
  ]);
  const ofThings = registered.flatMap(({ type, id, workspace_id }) => {
    const containers = workspace_id === null ? [] : [{ type: 'workspaces', id: workspace_id }];
    return names.filter((name) => name.type === type).map((name) => ({ ...name, target: { id, containers } }));
  });
  const binding = roles.map((id) => ({ type: 'roles', action: 'bind', target: { id, containers: [] } }));
  const questions = [...OF_ALL_KINDS, ...ofThings, ...binding];
  return new Map([...new Set(rows.map(({ who }) => who))].map((who) => [who, heldBy(who, rows, questions)]));
}

function heldBy(userId: string, rows: readonly Row[], questions: readonly NaiveQuestion[]): Held {
  const grants = rows.filter(({ who }) => who === userId);
  const status = grants[0]?.status ?? 'active';
  const allowed = (some: readonly NaiveGrant[]): Set<string> =>
    new Set(
      questions
        .filter((asked) => naiveReason(types, { userId, status, grants: some }, asked, Date.now()) === 'granted')
        .map(textOf),
    );
  return {
    rights: allowed(grants),
    lasting: allowed(grants.filter(({ effect, expiresAt }) => effect === 'deny' || expiresAt === null)),
  };
}

// Where a thing is, is no part of its right's name: who could write it here and can write it there has gained nothing.
const textOf = ({ type, action, target }: NaiveQuestion): string =>
  `${type}:${action} ${target?.id === 'x' ? `in ${target.containers?.[0]?.id}` : `on ${target?.id}`}`;
