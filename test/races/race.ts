import { parseRevision } from '../../libs/nest/src/database/revision';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../faults/api';
import type { World } from '../faults/world';

/** Two or more requests at once, and what must hold whichever comes first. */
export interface Race {
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly must: string;
  /** Makes an organisation for a lane of tries; a try tells what did not hold, null when all did. */
  stage(world: World): Promise<(at: number) => Promise<string | null>>;
}

/** How the tries of a race went. */
export interface Outcome {
  readonly tries: number;
  /** Tries in which something else than what must hold was seen. */
  readonly wrong: number;
  /** Tries with an answer of 500 or more, and nothing worse. */
  readonly errors: number;
  /** What was seen, with how often. */
  readonly seen: ReadonlyMap<string, number>;
}

const LANES = 3;
const ERROR = 'an answer of';

/** Tries a race so often, in three organisations side by side. */
export async function tryRace(world: World, race: Race, tries: number): Promise<Outcome> {
  const seen = new Map<string, number>();
  let [next, wrong, errors] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    let attempt = await race.stage(world);
    while (next < tries) {
      const problem = await attempt(next++).catch((error: Error) => `the try broke: ${error.message.slice(0, 160)}`);
      if (problem === null) continue;
      seen.set(problem, (seen.get(problem) ?? 0) + 1);
      if (problem.startsWith(ERROR)) errors++;
      else wrong++;
      // What went wrong may have spoilt the organisation for the tries after it.
      attempt = await race.stage(world);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, tries) }, lane));
  return { tries, wrong, errors, seen };
}

/** Up to 4 ms, and often none at all: who comes first is left to chance. */
export const jitter = (): Promise<void> => (Math.random() < 0.5 ? Promise.resolve() : sleep(Math.random() * 4));

/** What is wrong with answers that should all have one of these statuses; null when they have. */
export function unexpected(answers: readonly Answer[], ...statuses: number[]): string | null {
  const broken = answers.find(({ status }) => status >= 500);
  if (broken !== undefined) return `${ERROR} ${broken.status}`;
  const other = answers.find(({ status }) => !statuses.includes(status));
  return other === undefined ? null : `${other.status} ${JSON.stringify(other.body?.details ?? other.body)}`;
}

/** The revision of the organisation that an answer shows. */
export const revisionOf = ({ headers }: Answer): number =>
  parseRevision(headers.get('castellan-revision'))?.revision ?? NaN;

/** The `count` column of the one row that a query answers. */
export async function count({ sql }: World, text: string, parameters: unknown[]): Promise<number> {
  const [row] = await sql<{ count: string }>(text, parameters);
  return Number(row?.count);
}
