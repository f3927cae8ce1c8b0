import type { Change } from './change';

/** Brings up to date, inside a change of what roles grant, what follows from it for members. */
export interface RolesFollower {
  follow(change: Change): Promise<void>;
}

/** The injection token of the RolesFollower. */
export const RolesFollower = Symbol('RolesFollower');
