import type { Organisation } from './organisation';

/** One way of deciding. */
export interface Contestant {
  readonly name: string;
  /** How many of the questions it is asked in a round: the slow ones fewer. */
  readonly questions: number;
  /** Answers one question. */
  readonly answer: (at: number) => boolean;
  /** Answers the first `count` questions in a loop of its own; how many were allowed. */
  readonly round: (count: number) => number;
}

/** Prepares a contestant: what it caches is made here, and is not timed. */
export type Prepare = (organisation: Organisation) => Contestant | Promise<Contestant>;

/** A contestant whose loop is the plain one: for those whose answers cost far more than a call. */
export function plainly(name: string, questions: number, answer: (at: number) => boolean): Contestant {
  const round = (count: number): number => {
    let allowed = 0;
    for (let at = 0; at < count; at++) if (answer(at)) allowed++;
    return allowed;
  };
  return { name, questions, answer, round };
}
