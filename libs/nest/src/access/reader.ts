import type { TypedId } from '@castellan/core';
import type { Access } from './access';

/** Who an answer is for, and what it may read. */
export interface Reader {
  readonly id: string | null;
  /** Whether it may read a thing; an entry of the registry is asked about as `resources`, inside the thing that it names. */
  mayRead(type: string, id: string, containers?: readonly TypedId[]): boolean;
  /** A user id as it may be shown: the reader's own, and those of members that it may read; null for any other. */
  userId(id: string | null): string | null;
}

/** A reader with what it may do in an organisation. */
export const memberReader = (id: string, access: Access): Reader =>
  reader(id, (type, thing, containers = []) => access.can(`${type}:read`, { id: thing, containers }));

/** A platform admin, who reads organisations and nothing in them. */
export const operatorReader = (id: string): Reader => reader(id, (type) => type === 'orgs');

function reader(id: string | null, mayRead: Reader['mayRead']): Reader {
  return { id, mayRead, userId: (user) => (user === id || (user !== null && mayRead('members', user)) ? user : null) };
}

/** Who may read nothing. */
export const NOBODY: Reader = reader(null, () => false);
