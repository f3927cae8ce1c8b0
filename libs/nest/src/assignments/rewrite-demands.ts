import { EFFECTS, type Effect } from '@castellan/core';
import { keyOf, type HeldRole, type Membership } from './membership';

/** What a user had in the organisation and what it is to have; null is no member. */
export interface Rewrite {
  readonly userId: string;
  readonly before: Membership | null;
  readonly after: Membership | null;
  /** The roles that its groups are mapped to and that it does not get: they are audited beside what it has. */
  readonly leftOut?: readonly string[];
}

/** What happens to an assignment: suspending is `withheld`, because its denies come back with the member. */
type Deed = 'granted' | 'revoked' | 'withheld' | 'resumed';

/** An assignment that a rewrite touches. */
export interface Touched {
  readonly userId: string;
  readonly held: HeldRole;
  readonly deed: Deed;
}

/** An assignment of whose role the actor must hold what it allows, what it denies, or both. */
export interface Demand {
  readonly held: HeldRole;
  readonly effects: readonly Effect[];
}

/** What the rules need to know of a role: whether it denies anything, and whether it must be named to be bound. */
export interface RoleKind {
  readonly denies: boolean;
  readonly privileged: boolean;
}

/** The kind of a role that is not there. */
export const NO_KIND: RoleKind = { denies: false, privileged: false };

/**
 * The assignments that a rewrite grants and revokes, compared one by one. An end that is set, or comes earlier, revokes;
 * one that comes later, or goes, grants. Default roles at joining, and what groups give then, are granted by nobody.
 */
export function touchedBy({ userId, before, after }: Rewrite): Touched[] {
  const [old, now] = [before?.assignments ?? [], after?.assignments ?? []];
  if (before !== null && after !== null && before.status !== after.status) {
    const deed = after.status === 'active' ? 'resumed' : 'withheld';
    return [...old, ...now].map((held) => ({ userId, held, deed }));
  }
  const [had, has] = [old, now].map((list) => new Map(list.map((held) => [keyOf(held), held])));
  const granted = now.filter((held) => {
    const stored = had?.get(keyOf(held));
    if (stored === undefined) return !(before === null && held.origin !== 'manual');
    return endOf(held) > endOf(stored);
  });
  const revoked = old.filter((held) => {
    const left = has?.get(keyOf(held));
    return left === undefined || endOf(left) < endOf(held);
  });
  return [
    ...granted.map((held): Touched => ({ userId, held, deed: 'granted' })),
    ...revoked.map((held): Touched => ({ userId, held, deed: 'revoked' })),
  ];
}

/** Who makes a rewrite, as far as it decides what is demanded. */
export interface Demanding {
  /** The user id of the member who makes the change; null when it is somebody else. */
  readonly actor: string | null;
  readonly roles: (roleId: string) => RoleKind;
  readonly mayBind: (roleId: string, privileged: boolean) => boolean;
}

/**
 * What the actor must hold of the roles that a rewrite touches. A member who only gives up something of its own needs
 * nothing but what the revoked roles deny, and so does a binder who revokes.
 */
export function demandsOf(rewrite: Rewrite, { actor, roles, mayBind }: Demanding): Demand[] {
  const touched = touchedBy(rewrite);
  const givesUp = rewrite.userId === actor && touched.every(({ deed }) => deed === 'revoked' || deed === 'withheld');
  const limited = rewrite.before?.directory === 'denies';
  return touched.flatMap(({ held, deed }): Demand[] => {
    const { denies, privileged } = roles(held.role_id);
    const denied: Demand[] = denies ? [{ held, effects: ['deny'] }] : [];
    // Of groups that count for their denies alone nothing else is taken.
    if (limited && held.origin === 'sso') return deed === 'revoked' ? denied : [];
    if (deed === 'withheld' || deed === 'resumed') return givesUp ? [] : [{ held, effects: ['allow'] }];
    const bound = (): boolean => mayBind(held.role_id, privileged);
    if (deed === 'revoked') return givesUp || bound() ? denied : [{ held, effects: EFFECTS }];
    return bound() ? [] : [{ held, effects: EFFECTS }];
  });
}

const endOf = ({ expires_at }: HeldRole): number => (expires_at === null ? Infinity : Date.parse(expires_at));
