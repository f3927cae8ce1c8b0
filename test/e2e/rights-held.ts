import { defaultSchema } from '@castellan/core';
import type { DataSource } from 'typeorm';
import { naiveReason, type NaiveGrant, type NaiveQuestion, type NaiveTypes } from '../core/naive';

/**
 * What somebody may do now, what of it lasts while every deny does, and what is left when all that expires has expired; each
 * right as `type:action` with the place that it was asked about.
 */
export interface Held {
  readonly rights: ReadonlySet<string>;
  readonly lasting: ReadonlySet<string>;
  readonly later: ReadonlySet<string>;
  /** What lasts of the rights to these things, where they are. */
  readonly lastingOn: (things: readonly Thing[]) => ReadonlySet<string>;
}

/** A registered thing, and where it is. */
export interface Thing {
  readonly type: string;
  readonly id: string;
  readonly workspace_id: string | null;
}

/** The power of a member with everything and without a deny to hand out whatever there is. */
export const EVERYTHING = 'everything, without a deny';

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
    select user_id as who, role_id, scope, expires_at, origin from castellan.assignment where org_id = $1
    union all select '${JOINER}', role_id, '*', null, 'default' from castellan.role where org_id = $1 and is_default
    union all select '${GROUPED}', role_id, '*', null, 'sso' from castellan.role_sso_group where org_id = $1
    union all select '(who has ' || role_id || ')', role_id, '*', null, 'manual' from castellan.role where org_id = $1 and role_id = any($2))
  select who, coalesce(m.status, 'active') as status, unnest(p.permissions) as permission, p.effect, h.scope as within,
         extract(epoch from h.expires_at)::float8 * 1000 as "expiresAt"
    from held h
    left join castellan.member m on m.org_id = $1 and m.user_id = h.who
    join castellan.role_policy rp on rp.org_id = $1 and rp.role_id = h.role_id
    join castellan.policy p on p.org_id = $1 and p.policy_id = rp.policy_id
   where not (h.origin = 'sso' and p.effect = 'allow' and coalesce(m.directory, 'whole') = 'denies')`;

const RESOURCES = `
  select resource_type as type, resource_id as id, workspace_id from castellan.resource where org_id = $1`;

/** What was read before: a change alters what few hold. Nothing expires within an hour. */
const read = new Map<string, Held>();
const MOST_READ = 2_000;

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
  const ofThings = about(await registered({ manager: sql }, orgId));
  const binding = roles.map((id) => ({ type: 'roles', action: 'bind', target: { id, containers: [] } }));
  const questions = [...OF_ALL_KINDS, ...ofThings, ...binding];
  const known = (who: string): Held => {
    const key = JSON.stringify([who, rows.filter((row) => row.who === who), questions.slice(OF_ALL_KINDS.length)]);
    const found = read.get(key) ?? heldBy(who, rows, questions);
    if (read.size > MOST_READ) read.clear();
    read.set(key, found);
    return found;
  };
  return new Map([...new Set(rows.map(({ who }) => who))].map((who) => [who, known(who)]));
}

/** The things that are registered. */
export const registered = ({ manager }: Pick<DataSource, 'manager'>, orgId: string): Promise<Thing[]> =>
  manager.query(RESOURCES, [orgId]);

const about = (things: readonly Thing[]): NaiveQuestion[] =>
  things.flatMap(({ type, id, workspace_id }) => {
    const containers = workspace_id === null ? [] : [{ type: 'workspaces', id: workspace_id }];
    return names.filter((name) => name.type === type).map((name) => ({ ...name, target: { id, containers } }));
  });

function heldBy(userId: string, rows: readonly Row[], questions: readonly NaiveQuestion[]): Held {
  const grants = rows.filter(({ who }) => who === userId);
  const status = grants[0]?.status ?? 'active';
  const allowed = (some: readonly NaiveGrant[], asked: readonly NaiveQuestion[] = questions): Set<string> => {
    const member = { userId, status, grants: some };
    const found = asked
      .filter((question) => naiveReason(types, member, question, Date.now()) === 'granted')
      .map(textOf);
    return new Set(holdsEverything(some) ? [...found, EVERYTHING] : found);
  };
  const lasting = grants.filter(({ effect, expiresAt }) => effect === 'deny' || expiresAt === null);
  const rights = allowed(grants);
  const expires = grants.some(({ expiresAt }) => expiresAt !== null);
  return {
    rights,
    lasting: expires ? allowed(lasting) : rights,
    later: expires ? allowed(grants.filter(({ expiresAt }) => expiresAt === null)) : rights,
    lastingOn: (things) => allowed(lasting, about(things)),
  };
}

function holdsEverything(grants: readonly NaiveGrant[]): boolean {
  const live = grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > Date.now());
  const everything = live.some(
    ({ permission, effect, within }) => effect === 'allow' && permission === '*:*:*' && within === '*',
  );
  return everything && live.every(({ effect }) => effect === 'allow');
}

// Where a thing is, is no part of its right's name: who could write it here and can write it there has gained nothing.
const textOf = ({ type, action, target }: NaiveQuestion): string =>
  `${type}:${action} ${target?.id === 'x' ? `in ${target.containers?.[0]?.id}` : `on ${target?.id}`}`;
