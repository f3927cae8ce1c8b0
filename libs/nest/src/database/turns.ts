import { unavailable } from '@castellan/core';

/** The most changes of one organisation that hold a connection at once: one that runs, and two that wait for its lock. */
const MOST_AT_ONCE = 3;
/** How long a change waits for its turn; as long as a statement may take. */
const WAIT_MS = 10_000;

interface Line {
  running: number;
  readonly waiting: Array<() => void>;
}

/**
 * Lets a few changes of an organisation at a time to the database, first come first served. Changes of one organisation
 * wait for each other anyway; without this they would do so on a connection each, until none is left for the others.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  /** @throws CastellanError unavailable when there is no turn for 10 seconds */
  async run<T>(orgId: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(orgId) ?? { running: 0, waiting: [] };
    this.lines.set(orgId, line);
    if (line.running < MOST_AT_ONCE) line.running++;
    else await turnIn(line);
    try {
      return await work();
    } finally {
      this.end(orgId, line);
    }
  }

  // A turn goes from hand to hand: the number of running changes stays as it is while one waits.
  private end(orgId: string, line: Line): void {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if (--line.running === 0) this.lines.delete(orgId);
  }
}

function turnIn({ waiting }: Line): Promise<void> {
  return new Promise((begin, refuse) => {
    const next = (): void => {
      clearTimeout(late);
      begin();
    };
    const late = setTimeout(() => {
      waiting.splice(waiting.indexOf(next), 1);
      refuse(
        unavailable('database', new Error(`No turn for a change of the organisation within ${WAIT_MS / 1_000} s`)),
      );
    }, WAIT_MS);
    waiting.push(next);
  });
}
