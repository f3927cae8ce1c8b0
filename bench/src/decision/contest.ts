import { betterAuth } from './better-auth';
import { casbin } from './casbin';
import { casl } from './casl';
import { cedar } from './cedar';
import type { Contestant, Prepare } from './contestant';
import { limitByIndex, limitByName } from './limit';
import { MISSION, organisation } from './organisation';
import { byIndex, byName } from './ours';
import type { Line } from './line';
import { interleaved, median, timed } from './timing';

const PREPARES: readonly Prepare[] = [byIndex, byName, limitByIndex, limitByName, casl, betterAuth, casbin, cedar];
const AGREED = 10_000;
const ROUNDS = 7;

/** Nanoseconds a decision of every contestant, after all have agreed, and what is demanded of ours beside them. */
export async function contest(questions: number): Promise<Line[]> {
  const generated = organisation({ ...MISSION, questions });
  const contestants: Contestant[] = [];
  for (const prepare of PREPARES) contestants.push(await prepare(generated));
  const agreed = contestants.map((each) => agreement(contestants[0]!, each));
  // What each prepared has the same age: where the collector leaves it decides how much of it a cache holds.
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  for (const { round, questions: count } of contestants) round(count);
  const jobs = contestants.map(
    ({ round, questions: count }) =>
      () =>
        timed(() => round(count)) / count,
  );
  const medians = interleaved(ROUNDS, jobs).map(median);
  const [ours, named, limit, limitNamed, abilities, roles, enforcer, wasm] = medians as [
    number,
    ...number[],
  ] as number[];
  const times = (figure: string, other: number | undefined, least: number): Line => ({
    figure,
    value: (other ?? NaN) / (named ?? NaN),
    unit: 'x',
    least,
    note: 'beside Castellan by name',
  });
  return [
    ...contestants.map(({ name, questions: count }, at): Line => ({
      figure: name,
      value: medians[at]!,
      unit: 'ns',
      note: `${count.toLocaleString('en')} questions a round, agreed on ${agreed[at]?.toLocaleString('en')}`,
    })),
    times('times @casl/ability', abilities, 15),
    times('times Better Auth', roles, 10),
    times('times casbin', enforcer, 10_000),
    times('times Cedar', wasm, 10_000),
    { figure: 'beside the limit, index in hand', value: ours! / limit!, unit: 'x', most: 1.5 },
    { figure: 'beside the limit, by name', value: named! / limitNamed!, unit: 'x', most: 1.5 },
  ];
}

/** On how many questions two contestants agree. @throws Error on one on which they do not */
function agreement(one: Contestant, other: Contestant): number {
  const count = Math.min(AGREED, one.questions);
  for (let at = 0; at < count; at++) {
    if (one.answer(at) !== other.answer(at)) throw new Error(`${one.name} and ${other.name} differ on question ${at}`);
    if (one.answer(at) !== (at % 2 === 0)) throw new Error(`${one.name} is wrong on question ${at}`);
  }
  return count;
}
