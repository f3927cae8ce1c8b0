import type { Identity } from '../identity';
import type { Stamps } from './grants-source';

/** Is shown each identity before a decision, and may take over what its token says. */
export interface IdentityObserver {
  /** Takes over what is new; true when the member must be read again. `stamps` is null for a user who is no member. */
  observe(orgId: string, identity: Identity, stamps: Stamps | null): Promise<boolean>;
  /** Whether there may be anything new about a member. */
  hasNews(identity: Identity, stamps: Stamps): boolean;
}

/** The injection token of the IdentityObserver; a host may have none. */
export const IdentityObserver = Symbol('IdentityObserver');
