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
 * What a change set must not conflict with at its end: asked once for each object, whatever was done to it in between. Rights
 * are asked at each change: what is only there for a moment may decide what somebody gets for good.
 */
export class Judgement {
  /** The index of the change that is being made. */
  at = 0;
  private readonly conflicts = new Map<string, Pending>();

  /** Asks at the end, in place of what was asked about the same object before. */
  noteConflicts(key: string, judge: Judge): void {
    this.conflicts.set(key, { judge, at: this.at });
  }

  /** There is nothing more to ask about an object: it is gone. */
  forget(key: string): void {
    this.conflicts.delete(key);
  }

  /** @throws what the first question throws that is not met, with the place of its change */
  async end(): Promise<void> {
    for (const { judge, at } of this.conflicts.values()) await atChange(at, judge);
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
