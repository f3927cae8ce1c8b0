import { CastellanError, type Issue } from '@castellan/core';

/** Asks whether something may be. */
export type Judge = () => void | Promise<void>;

/** What a change set says beside its changes. */
export interface SetFrame {
  /** Who keeps as files what the set makes; null when nobody does. */
  readonly source: string | null;
  readonly reason: string | null;
}

/** A question that waits for the end of the set, and the change that it was last asked for. */
interface Pending {
  readonly judge: Judge;
  readonly at: number;
}

/**
 * What a change set is held to at its end: rights first, then conflicts, each once for every object, whatever was done to it
 * in between.
 */
export class Judgement {
  /** The index of the change that is being made. */
  at = 0;
  private readonly firsts = new Map<string, unknown>();
  private readonly rights = new Map<string, Pending>();
  private readonly conflicts = new Map<string, Pending>();

  /** What an object was before the set: what it is now when it is seen for the first time. */
  first<T>(key: string, now: T): T {
    if (!this.firsts.has(key)) this.firsts.set(key, now);
    return this.firsts.get(key) as T;
  }

  /** Asks for rights at the end, in place of what was asked about the same object before. */
  noteRights(key: string, judge: Judge): void {
    this.rights.set(key, { judge, at: this.at });
  }

  /** The same for what must not be. */
  noteConflicts(key: string, judge: Judge): void {
    this.conflicts.set(key, { judge, at: this.at });
  }

  /** There is nothing more to ask about an object: it is gone, and what that takes was asked. */
  forget(key: string): void {
    this.rights.delete(key);
    this.conflicts.delete(key);
  }

  /** @throws what the first question throws that is not met, with the place of its change */
  async end(): Promise<void> {
    for (const { judge, at } of [...this.rights.values(), ...this.conflicts.values()]) {
      await atChange(at, judge);
    }
  }
}

/** Does something for the change at an index. @throws what it throws, with the place of that change */
export async function atChange<T>(at: number, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CastellanError) || error.kind === 'unavailable') throw error;
    const place = ['body', 'changes', at] as const;
    const issues = error.issues.map((issue): Issue => ({ ...issue, loc: [...place, ...partOf(issue.loc)] }));
    const { loc = place } = error.details as { readonly loc?: Issue['loc'] };
    throw new CastellanError(error.kind, error.message, { ...error.details, loc }, issues);
  }
}

// What is in the path of a single change is beside its body in a set.
const partOf = ([part, ...rest]: Issue['loc']): Issue['loc'] => (part === 'path' ? rest : ['body', ...rest]);
