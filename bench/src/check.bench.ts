import { agreement, askedOf, castellanSide, cerbosSide, type Asked, type Side } from './check-sides';
import { byMeasure, contest, contestant } from './contest';
import { onPostgres } from './databases';
import type { Figure } from './figure';
import { storeOrganisation } from './organisation';
import type { Scratch } from './scratch';

const ROUNDS = { connections: 16, rounds: 5, seconds: 5, warmUpSeconds: 5 };
const SINGLES = 1_000;
const BATCHES = 200;
const A_BATCH = 50;

/** `POST check` over HTTP, token and fresh read included, beside Cerbos: one core each. */
export async function check(scratch: Scratch): Promise<Figure[]> {
  const stored = await storeOrganisation(scratch, await onPostgres(scratch), SINGLES + BATCHES * A_BATCH);
  const asked = (count: number, each: number, first = 0): Asked[] =>
    Array.from({ length: count }, (_, at) => askedOf(stored.organisation, first + at * each, each));
  const [singles, batches] = [asked(SINGLES, 1), asked(BATCHES, A_BATCH, SINGLES)];
  const sides = [await cerbosSide(scratch, stored), await castellanSide(scratch, stored)];
  const agreed = await agreement(sides, [...singles, ...batches]);
  const note = `agreed on ${agreed.toLocaleString('en')} questions first`;
  return [
    ...(await measured(sides, singles, { label: 'check', minRatio: 6, note })),
    ...(await measured(sides, batches, { label: `check of ${A_BATCH}`, minRatio: 100 })),
  ];
}

async function measured(
  sides: readonly Side[],
  all: readonly Asked[],
  { label, ...demand }: { label: string; minRatio: number; note?: string },
): Promise<Figure[]> {
  const contestants = sides.map(({ name, server, requestOf }) =>
    contestant(`${label}, ${name}`, server, all.map(requestOf)),
  );
  await contest(contestants, ROUNDS);
  return byMeasure(contestants, [{}, demand]);
}
