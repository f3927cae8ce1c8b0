import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../faults/api';
import type { World } from '../faults/world';
import { Given, type Path, type Staged } from './path';

/** How a path went. */
export interface Outcome {
  /** Changes that were acknowledged. Of these, those that the other instance was asked about right after. */
  readonly made: number;
  readonly asked: number;
  /** After how many of all changes an answer was not the one of that moment. */
  readonly stale: number;
  /** Answers whose moment was certain. */
  readonly judged: number;
  /** What was seen beside what must be, with how often. */
  readonly seen: ReadonlyMap<string, number>;
}

const LANES = 3;
/** How many ask for Bob all the time, in each lane. */
const WATCHERS = 2;
/** A question of each begins at most so long after the one before it, unless that took longer. */
const PAUSE_MS = 25;

/** Bob's right in one organisation: null while a change is under way. */
interface Now {
  readonly change: number;
  readonly has: boolean | null;
}

/**
 * Goes a path so often, in three organisations side by side: the first instance changes, the second is asked right after
 * the acknowledgement. Others ask it for the same member all the time, and every other change comes right after two more.
 */
export async function tryPath(world: World, path: Path, changes: number): Promise<Outcome> {
  const lanes = await Promise.all(
    Array.from({ length: LANES }, async () => {
      const given = await Given.in(world);
      return new Lane(given, await path.stage(given));
    }),
  );
  let left = changes;
  await Promise.all(lanes.map((lane) => lane.run(() => left-- > 0)));
  const seen = new Map<string, number>();
  for (const lane of lanes) for (const [what, often] of lane.seen) seen.set(what, (seen.get(what) ?? 0) + often);
  const sum = (of: (lane: Lane) => number): number => lanes.reduce((total, lane) => total + of(lane), 0);
  return {
    made: sum(({ made }) => made),
    asked: changes,
    stale: sum(({ stale }) => stale.size),
    judged: sum(({ judged }) => judged),
    seen,
  };
}

class Lane {
  readonly seen = new Map<string, number>();
  readonly stale = new Set<number>();
  judged = 0;
  private now: Now = { change: 0, has: null };
  private over = false;

  constructor(
    private readonly given: Given,
    private readonly staged: Staged,
  ) {}

  get made(): number {
    return this.now.change;
  }

  async run(goOn: () => boolean): Promise<void> {
    await this.change(true);
    const watchers = Array.from({ length: WATCHERS }, async () => {
      while (!this.over) await Promise.all([this.ask(), sleep(Math.random() * PAUSE_MS)]);
    });
    try {
      for (let has = false; goOn(); has = !has) {
        // Loads and stamps of the moments before are under way when the last of them is made.
        if (Math.random() < 0.5) for (const before of [has, !has]) await this.change(before);
        await this.change(has);
        await this.ask();
      }
    } finally {
      this.over = true;
      await Promise.all(watchers);
    }
  }

  private async change(has: boolean): Promise<void> {
    const change = this.now.change + 1;
    this.now = { change, has: null };
    await this.staged.set(has);
    this.now = { change, has };
  }

  /** Asks the second instance, and judges the answer when no change was under way from the question to the answer. */
  private async ask(): Promise<void> {
    const { iam, world } = this.given;
    const then = this.now;
    const answer = await world.instances[1].as('bob').get(iam + (this.staged.asks ?? '/audit?limit=1'));
    const problem = this.problem(then, answer);
    if (problem === null) return;
    this.stale.add(then.change);
    this.seen.set(problem, (this.seen.get(problem) ?? 0) + 1);
  }

  private problem(then: Now, { status, body }: Answer): string | null {
    if (status !== 200 && status !== 403) return `${status} ${body?.error ?? ''}`;
    if (this.staged.never) {
      this.judged++;
      return status === 403 ? null : 'allowed what no moment allows';
    }
    if (then.has === null || then !== this.now) return null;
    this.judged++;
    if (then.has === (status === 200)) return null;
    return then.has ? 'refused after the right was given' : 'allowed after the right was taken';
  }
}
