import { randomUUID } from 'node:crypto';
import { decodeId, encodeId } from '@castellan/core';
import { rows, type Sql } from '../database/database';

/** The fields of an audited object that hold a user id. */
const USER_FIELDS = new Set(['user_id', 'created_by', 'admin_user_id']);
/** The fields that hold permissions, or parts of them, whose scope may name a member. */
const SCOPED_FIELDS = new Set(['permissions', 'permission', 'resources', 'scope']);

/**
 * The value with each user id in it mapped: in the fields that hold one, and in scopes that name a member. Attributes of
 * resources are the host's, and stay as they are.
 */
export function mapUsers<T>(value: T, map: (userId: string) => string, field = ''): T {
  return mapped(value, map, field) as T;
}

// What names no user is not copied: a role may have 10,000 permissions.
function mapped(value: unknown, map: (userId: string) => string, field: string): unknown {
  if (typeof value === 'string') {
    if (USER_FIELDS.has(field)) return map(value);
    return SCOPED_FIELDS.has(field) ? mapScopes(value, map) : value;
  }
  if (Array.isArray(value)) return mapItems(value, map, field);
  return typeof value === 'object' && value !== null ? mapFields(value, map) : value;
}

function mapItems(items: readonly unknown[], map: (userId: string) => string, field: string): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (const [at, item] of items.entries()) {
    const found = mapped(item, map, field);
    if (found !== item) (copy ??= [...items])[at] = found;
  }
  return copy ?? items;
}

function mapFields(object: object, map: (userId: string) => string): object {
  const named = Reflect.get(object, 'resource_type') === 'members';
  let copy: object | null = null;
  for (const field of Object.keys(object)) {
    if (field === 'attributes') continue;
    const value: unknown = Reflect.get(object, field);
    const isUser = named && field === 'resource_id' && value !== '$self';
    const found = mapped(value, map, isUser ? 'user_id' : field);
    if (found !== value) Reflect.set((copy ??= { ...object }), field, found);
  }
  return copy ?? object;
}

function mapScopes(text: string, map: (userId: string) => string): string {
  if (!text.includes('members')) return text;
  const mappedId = (whole: string, before: string, id: string): string => {
    const userId = decodeId(id);
    return userId === null ? whole : `${before}${encodeId(map(userId))}`;
  };
  return text.replace(/^(members:)([^:/]+)(?=:|$)/, mappedId).replace(/((?:^|:)members\/)([^:]+)/, mappedId);
}

/** The references of users in an organisation, made for those who have none. The caller holds the organisation's lock. */
export async function referencesOf(
  sql: Sql,
  orgId: string,
  userIds: ReadonlySet<string>,
): Promise<Map<string, string>> {
  if (userIds.size === 0) return new Map();
  const found = await rows<{ user_id: string; reference: string }>(
    sql,
    `with named as (
       select n.user_id, n.reference from unnest($2::text[], $3::text[]) as n (user_id, reference)),
     made as (
       insert into castellan.user_reference (org_id, user_id, reference)
       select $1, n.user_id, n.reference from named n
       on conflict (org_id, user_id) do nothing
       returning user_id, reference)
     select user_id, reference from made
      union all
     select r.user_id, r.reference from castellan.user_reference r join named n on n.user_id = r.user_id
      where r.org_id = $1`,
    [orgId, [...userIds], Array.from(userIds, () => `usr-${randomUUID()}`)],
  );
  return new Map(found.map(({ user_id, reference }) => [user_id, reference]));
}

/** The users whom references stand for; one that was erased is not in it. */
export async function usersOf(sql: Sql, orgId: string, references: ReadonlySet<string>): Promise<Map<string, string>> {
  if (references.size === 0) return new Map();
  const found = await rows<{ user_id: string; reference: string }>(
    sql,
    'select user_id, reference from castellan.user_reference where org_id = $1 and reference = any($2::text[])',
    [orgId, [...references]],
  );
  return new Map(found.map(({ user_id, reference }) => [reference, user_id]));
}
