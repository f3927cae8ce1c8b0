import { conflict } from '@castellan/core';
import type { HeldRole, Membership } from '../assignments/membership';
import type { SetChange } from '../change-sets/change-set.dto';
import type { PastEntry } from '../past/past-objects.service';
import type { PolicyAnswer } from '../policies/policy.answer';
import { policyFields } from './past-fields';

/** The ids that objects have now that were deleted and come back. */
export type NewIds = ReadonlyMap<string, string>;

/** One change that undoes a part of an earlier one. */
export interface InverseChange {
  /** The id that the object had, where it comes back under a new one. */
  readonly restores?: string;
  readonly make: (ids: NewIds) => SetChange | Promise<SetChange>;
}

/** A part of an earlier change that is not undone, and why. */
export interface LeftOut {
  readonly kind: string;
  readonly id: string;
  readonly reason: 'directory' | 'default' | 'expired';
}

/** What undoes a change, in an order in which it can be made. */
export interface Inverse {
  readonly changes: readonly InverseChange[];
  readonly leftOut: readonly LeftOut[];
}

/** What a role was before the change, as the body of a change. */
export type RoleBody = (roleId: string, ids: NewIds) => Promise<Record<string, unknown>>;

const STEPS = ['create policy', 'create role', 'update', 'assign', 'unassign', 'delete role', 'delete policy'] as const;
type Step = (typeof STEPS)[number];

/** Builds what undoes the entries of one change. @throws CastellanError conflict `not_revertible` */
export function inverseOf(entries: readonly PastEntry[], roleBody: RoleBody, now: number): Inverse {
  const steps = new Map<Step, InverseChange[]>(STEPS.map((step) => [step, []]));
  const leftOut: LeftOut[] = [];
  const add = (step: Step, change: InverseChange): void => void steps.get(step)?.push(change);
  for (const entry of entries) {
    const { action, target } = entry;
    const [kind, verb] = action.split('.') as [string, string];
    if (kind === 'policy') undoPolicy(entry, verb, add);
    else if (kind === 'role' && verb !== 'members') undoRole(entry, verb, { add, roleBody });
    else if (UPDATES.has(action)) undoFields(entry, add);
    else if (action === 'member.sso') leftOut.push({ kind: 'member', id: target.id, reason: 'directory' });
    else if (ASSIGNMENTS.has(action)) undoAssignments(entry, { add, leftOut, now });
    else if (action !== 'role.members') throw notRevertible(entry);
  }
  const changes = STEPS.flatMap((step) => steps.get(step) ?? []);
  // What only the directory decides is nothing that anybody could revert.
  if (changes.length === 0 && leftOut.every(({ reason }) => reason === 'directory')) throw notRevertible(entries[0]);
  return { changes, leftOut };
}

const UPDATES: ReadonlySet<string> = new Set(['workspace.update', 'resource.update']);
const ASSIGNMENTS: ReadonlySet<string> = new Set(['member.assign', 'member.role.assign', 'member.role.take']);

type Add = (step: Step, change: InverseChange) => void;

const notRevertible = (entry: PastEntry | undefined): Error =>
  conflict('not_revertible', 'The change cannot be reverted', { action: entry?.action, id: entry?.target.id });

function undoPolicy({ target: { id }, before, after }: PastEntry, verb: string, add: Add): void {
  const policy = (before ?? after) as unknown as PolicyAnswer;
  // The policies of a role's own come and go with it.
  if (policy.owner_role_id !== undefined) return;
  if (verb === 'create') add('delete policy', { make: () => ({ op: 'delete', kind: 'policy', id }) });
  else if (verb === 'delete') {
    add('create policy', {
      restores: id,
      make: () => ({ op: 'create', kind: 'policy', body: { ...policyFields(policy) } }),
    });
  } else add('update', { make: () => ({ op: 'update', kind: 'policy', id, body: { ...policyFields(policy) } }) });
}

function undoRole(
  { target: { id } }: PastEntry,
  verb: string,
  { add, roleBody }: { readonly add: Add; readonly roleBody: RoleBody },
): void {
  if (verb === 'create') add('delete role', { make: () => ({ op: 'delete', kind: 'role', id }) });
  else if (verb === 'delete') {
    add('create role', {
      restores: id,
      make: async (ids) => ({ op: 'create', kind: 'role', body: await roleBody(id, ids) }),
    });
  } else add('update', { make: async (ids) => ({ op: 'update', kind: 'role', id, body: await roleBody(id, ids) }) });
}

function undoFields({ action, target: { type, id }, before }: PastEntry, add: Add): void {
  const { name, description, workspace_id, attributes } = (before ?? {}) as Record<string, unknown>;
  if (action === 'workspace.update') {
    add('update', { make: () => ({ op: 'update', kind: 'workspace', id, body: { name, description } }) });
    return;
  }
  const place = workspace_id === null || workspace_id === undefined ? {} : { workspace_id };
  const body = { name, description, attributes, ...place };
  add('update', { make: () => ({ op: 'update', kind: 'resource', resource_type: type, id, body }) });
}

function undoAssignments(
  { target: { id: userId }, before, after }: PastEntry,
  { add, leftOut, now }: { readonly add: Add; readonly leftOut: LeftOut[]; readonly now: number },
): void {
  const [had, has] = [before, after].map((each) => (each as unknown as Membership | null)?.assignments ?? []) as [
    readonly HeldRole[],
    readonly HeldRole[],
  ];
  if (after === null)
    throw conflict('not_revertible', 'A removal cannot be reverted', { action: 'member.remove', id: userId });
  const textsOf = (list: readonly HeldRole[]): ReadonlySet<string> => new Set(list.map((held) => JSON.stringify(held)));
  const [hadTexts, hasTexts] = [textsOf(had), textsOf(has)];
  for (const held of has.filter((each) => !hadTexts.has(JSON.stringify(each)))) {
    if (held.origin !== 'manual') leftOut.push(leftOutOf(userId, held));
    else if (!had.some((other) => isSamePlace(other, held))) {
      const { role_id: id, scope } = held;
      const unassign = { op: 'unassign', kind: 'assignment', user_id: userId, scope } as const;
      add('unassign', { make: () => ({ ...unassign, role: { id } }) });
    }
  }
  for (const held of had.filter((each) => !hasTexts.has(JSON.stringify(each)))) {
    if (held.origin !== 'manual') leftOut.push(leftOutOf(userId, held));
    else if (held.expires_at !== null && Date.parse(held.expires_at) <= now) {
      leftOut.push({ kind: 'assignment', id: userId, reason: 'expired' });
    } else add('assign', { make: (ids) => assignAgain(userId, held, ids) });
  }
}

const leftOutOf = (userId: string, { origin }: HeldRole): LeftOut => ({
  kind: 'assignment',
  id: userId,
  reason: origin === 'default' ? 'default' : 'directory',
});

const isSamePlace = (one: HeldRole, other: HeldRole): boolean =>
  one.origin === 'manual' && one.role_id === other.role_id && one.scope === other.scope;

const assignAgain = (user_id: string, held: HeldRole, ids: NewIds): SetChange => ({
  op: 'assign',
  kind: 'assignment',
  user_id,
  role: { id: ids.get(held.role_id) ?? held.role_id },
  scope: held.scope,
  expires_at: held.expires_at === null ? null : new Date(held.expires_at),
  reason: held.reason ?? null,
});
