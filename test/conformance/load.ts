import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { SchemaDeclaration } from '@castellan/core';

/** A policy of a case. */
export interface CasePolicy {
  readonly effect: 'allow' | 'deny';
  readonly permissions: readonly string[];
}

/** A role given to a member; `expires_at` is an ISO 8601 time, null for none. */
export interface CaseAssignment {
  readonly role: string;
  readonly scope: string;
  readonly expires_at: string | null;
}

/** A member of a case. */
export interface CaseMember {
  readonly status: 'active' | 'suspended';
  readonly roles: readonly CaseAssignment[];
}

/** One question and its answer. Without `resource` and `in` it is about the whole organisation. */
export interface CaseQuestion {
  readonly member: string;
  /** `type:action`. */
  readonly permission: string;
  /** `type/id`; what contains it is what the registry says, and unknown when it is not registered. */
  readonly resource: string | null;
  /** `type/id` of a container: the question is about anything in it. */
  readonly in: string | null;
  readonly allowed: boolean;
  readonly reason: string;
  /** The name of the policy that allows or denies, where the case says. */
  readonly by: string | null;
}

/** What one file says: an organisation and questions about its members. */
export interface Case {
  readonly file: string;
  readonly about: string;
  /** Null for the default schema. */
  readonly schema: SchemaDeclaration | null;
  readonly policies: Readonly<Record<string, CasePolicy>>;
  /** The policies of each role. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly workspaces: readonly string[];
  /** What contains each registered `type/id`, innermost first, as `type/id`. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  readonly members: Readonly<Record<string, CaseMember>>;
  readonly questions: readonly CaseQuestion[];
}

/** Every case of this folder. @throws Error that names the file and what is wrong in it */
export const cases = (): Case[] =>
  readdirSync(__dirname)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => caseOf(name, readFileSync(join(__dirname, name), 'utf8')));

/** Reads one case. @throws Error that names the file and what is wrong in it */
export function caseOf(file: string, source: string): Case {
  try {
    const read = object(
      'the file',
      parse(source),
      ['about', 'members', 'questions'],
      ['schema', 'policies', 'roles', 'workspaces', 'resources'],
    );
    const found: Case = {
      file,
      about: text('about', read['about']),
      schema: (read['schema'] ?? null) as SchemaDeclaration | null,
      policies: each('policies', read['policies'] ?? {}, policy),
      roles: each('roles', read['roles'] ?? {}, texts),
      workspaces: texts('workspaces', read['workspaces'] ?? []),
      resources: each('resources', read['resources'] ?? {}, containers),
      members: each('members', read['members'], member),
      questions: list('questions', read['questions']).map((one, at) => question(`questions[${at}]`, one)),
    };
    hold(found);
    return found;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function policy(where: string, value: unknown): CasePolicy {
  const { effect = 'allow', permissions } = object(where, value, ['permissions'], ['effect']);
  return { effect: oneOf(`${where}.effect`, effect, ['allow', 'deny']), permissions: texts(where, permissions) };
}

/** A workspace's id, a list of `type/id`, or null for a thing of the organisation. */
function containers(where: string, value: unknown): string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [`workspaces/${value}`] : texts(where, value);
}

function member(where: string, value: unknown): CaseMember {
  if (Array.isArray(value)) return { status: 'active', roles: value.map((one) => assignment(where, one)) };
  const { status, roles } = object(where, value, ['status', 'roles'], []);
  const given = list(`${where}.roles`, roles).map((one) => assignment(where, one));
  return { status: oneOf(`${where}.status`, status, ['active', 'suspended']), roles: given };
}

function assignment(where: string, value: unknown): CaseAssignment {
  if (typeof value === 'string') return { role: value, scope: '*', expires_at: null };
  const { role, scope = '*', expires_at: expires = null } = object(where, value, ['role'], ['scope', 'expires_at']);
  const expiresAt = expires === null ? null : text(`${where}.expires_at`, expires);
  if (expiresAt !== null && Number.isNaN(Date.parse(expiresAt))) throw new Error(`${where}.expires_at is no time`);
  return { role: text(`${where}.role`, role), scope: text(`${where}.scope`, scope), expires_at: expiresAt };
}

function question(where: string, value: unknown): CaseQuestion {
  const needed = ['member', 'permission', 'allowed', 'reason'];
  const read = object(where, value, needed, ['resource', 'in', 'by']);
  const maybe = (key: string): string | null => (key in read ? text(`${where}.${key}`, read[key]) : null);
  if ('resource' in read && 'in' in read) throw new Error(`${where} has both resource and in`);
  if (typeof read['allowed'] !== 'boolean') throw new Error(`${where}.allowed is neither true nor false`);
  return {
    member: text(`${where}.member`, read['member']),
    permission: text(where, read['permission']),
    resource: maybe('resource'),
    in: maybe('in'),
    by: maybe('by'),
    allowed: read['allowed'],
    reason: text(`${where}.reason`, read['reason']),
  };
}

/** Names that lead nowhere are mistakes of the case, not answers. */
function hold({ policies, roles, members, questions, workspaces, resources }: Case): void {
  const builtin = (name: string): boolean => name.startsWith('rl-') || name.startsWith('pol-');
  const know = (what: string, name: string, known: object): void => {
    if (!Object.hasOwn(known, name) && !builtin(name)) throw new Error(`there is no ${what} "${name}"`);
  };
  for (const own of Object.values(roles)) for (const name of own) know('policy', name, policies);
  for (const { roles: given } of Object.values(members)) for (const { role } of given) know('role', role, roles);
  for (const { member: name, by } of questions) {
    if (!Object.hasOwn(members, name)) throw new Error(`there is no member "${name}"`);
    if (by !== null) know('policy', by, policies);
  }
  const placed = [...Object.keys(resources), ...workspaces.map((id) => `workspaces/${id}`)];
  const places = [...Object.values(resources).flat(), ...questions.flatMap(({ in: place }) => place ?? [])];
  for (const place of places) if (!placed.includes(place)) throw new Error(`there is no container "${place}"`);
}

function object(
  where: string,
  value: unknown,
  needed: readonly string[],
  optional: readonly string[],
): Record<string, unknown> {
  const read = record(where, value);
  const unknown = Object.keys(read).filter((key) => !needed.includes(key) && !optional.includes(key));
  if (unknown.length > 0) throw new Error(`${where} has the unknown keys ${unknown.join(', ')}`);
  const missing = needed.filter((key) => !(key in read));
  if (missing.length > 0) throw new Error(`${where} lacks ${missing.join(', ')}`);
  return read;
}

function record(where: string, value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${where} is no mapping`);
  return value as Record<string, unknown>;
}

const each = <T>(where: string, value: unknown, read: (where: string, value: unknown) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record(where, value)).map(([key, one]) => [key, read(`${where}.${key}`, one)]));

function list(where: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} is no list`);
  return value;
}

const texts = (where: string, value: unknown): string[] => list(where, value).map((one) => text(where, one));

function text(where: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${where} is no text`);
  return value;
}

function oneOf<T extends string>(where: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`${where} is none of ${choices.join(', ')}`);
  return found;
}
