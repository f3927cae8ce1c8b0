import type { TypedId } from '@castellan/core';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CastellanOptions } from '../castellan.options';
import type { GuardedCall } from '../guarded-call';
import type { Identity } from '../identity';
import { ContainersSource, type FoundContainers } from './containers-source';
import { IdentityObserver } from './identity-observer';
import { GrantsSource, type MemberKey, type Stamps, type StoredMember, type Through } from './grants-source';

/** What stands in for the host's identities and for everything that decisions read, while a test acts as a member. */
export interface Replacement extends GrantsSource, ContainersSource {
  readonly identity: Identity;
}

/**
 * Everything that decisions are made from: who calls, what members are granted, and what contains what. It is the one place
 * where a test puts something else.
 */
@Injectable()
export class Sources implements GrantsSource {
  private readonly replacements: Replacement[] = [];

  constructor(
    private readonly options: CastellanOptions,
    @Inject(GrantsSource) private readonly granted: GrantsSource,
    @Optional() @Inject(ContainersSource) private readonly registry?: ContainersSource,
    @Optional() @Inject(IdentityObserver) private readonly tokens?: IdentityObserver,
  ) {}

  /** What stands in at present, null when nothing does. Whatever was read from one is good for no other. */
  get replacement(): Replacement | null {
    return this.replacements.at(-1) ?? null;
  }

  /** Whether anything says what contains what. */
  get knowsContainers(): boolean {
    return this.containers !== undefined;
  }

  /** Who takes over what tokens say; null when nobody does. A test's member has no token. */
  get observer(): IdentityObserver | null {
    return this.replacement === null ? (this.tokens ?? null) : null;
  }

  /** Who makes a call, in the host's own words. */
  identify(call: GuardedCall): unknown {
    const { replacement } = this;
    return replacement === null ? this.options.identify(call) : replacement.identity;
  }

  stamps(keys: readonly MemberKey[]): Promise<ReadonlyArray<Stamps | null>> {
    return (this.replacement ?? this.granted).stamps(keys);
  }

  grants(key: MemberKey, known: readonly string[], through?: Through): Promise<StoredMember | null> {
    return (this.replacement ?? this.granted).grants(key, known, through);
  }

  containersOf(orgId: string, keys: readonly TypedId[], through?: Through): Promise<FoundContainers> {
    if (this.containers === undefined) throw new Error('Nothing says what contains what');
    return this.containers.containersOf(orgId, keys, through);
  }

  private get containers(): ContainersSource | undefined {
    const { source } = this.options;
    const given = source?.containersOf === undefined ? this.registry : (source as ContainersSource);
    return this.replacement ?? given;
  }

  /** Puts something else in the place of all of it; the function that is returned takes it away, in any order. */
  replace(replacement: Replacement): () => void {
    this.replacements.push(replacement);
    return () => {
      const at = this.replacements.indexOf(replacement);
      if (at >= 0) this.replacements.splice(at, 1);
    };
  }
}
