import type { TypedId } from '@castellan/core';
import type { Access } from './access';

/** Who an answer is for, and what it may read. */
export interface Reader {
  readonly id: string | null;
  /**
   * Whether it may read a thing. An entry of the registry is asked about as `resources`, inside the thing that it names;
   * `containers` is null when nobody knows what it is in.
   */
  mayRead(type: string, id: string, containers?: readonly TypedId[] | null): boolean;
  /** Whether it may read anything of a type. */
  mayReadSome(type: string): boolean;
  /** A user id as it may be shown: the reader's own, and those of members that it may read; null for any other. */
  userId(id: string | null): string | null;
}

/** A reader with what it may do in an organisation. */
export const memberReader = (id: string, access: Access): Reader =>
  reader(id, {
    mayRead: (type, thing, containers = []) => access.can(`${type}:read`, { id: thing, containers }),
    mayReadSome: (type) => !access.isNowhere(`${type}:read`),
  });

/** A platform admin, who reads organisations and nothing in them. */
export const operatorReader = (id: string): Reader => readerOf(id, (type) => type === 'orgs');

/** Who may read nothing. */
export const NOBODY: Reader = readerOf(null, () => false);

/** Who may read everything: a host that asks for itself. */
export const UNBOUNDED: Reader = readerOf(null, () => true);

function readerOf(id: string | null, reads: (type: string) => boolean): Reader {
  return reader(id, { mayRead: reads, mayReadSome: reads });
}

function reader(id: string | null, rights: Pick<Reader, 'mayRead' | 'mayReadSome'>): Reader {
  const userId = (user: string | null): string | null =>
    user === id || (user !== null && rights.mayRead('members', user)) ? user : null;
  return { id, ...rights, userId };
}
