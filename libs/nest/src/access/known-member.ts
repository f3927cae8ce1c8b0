import type { CompiledMember } from '@castellan/core';
import type { MemberKey, Stamps } from './grants-source';

/** A member ready for deciding, and the stamps of the moment that it is true of. */
export interface KnownMember extends MemberKey {
  readonly stamps: Stamps;
  readonly compiled: CompiledMember;
}
