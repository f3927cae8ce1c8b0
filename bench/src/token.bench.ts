import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import { sign, verify } from 'jsonwebtoken';
import { askedOf, castellanSide } from './check-sides';
import { byMeasure, contest, contestant } from './contest';
import { onPostgres } from './databases';
import { figure, type Figure } from './figure';
import { storeOrganisation } from './organisation';
import type { Scratch } from './scratch';

const ROUNDS = { connections: 16, rounds: 9, seconds: 3, warmUpSeconds: 4 };
const QUESTIONS = 1_000;
const SECRET = 'a secret that is only ever verified with here';
const SAMPLES = 31;
const TOKENS = 200;

/** What verifying a token costs, by the sort of key; and the check route with a cache of verified tokens, and as it is. */
export async function token(scratch: Scratch): Promise<Figure[]> {
  const stored = await storeOrganisation(scratch, await onPostgres(scratch), QUESTIONS);
  const sides = [
    { name: 'as it is', side: await castellanSide(scratch, stored) },
    { name: 'whole-token cache', side: await castellanSide(scratch, stored, join(__dirname, 'token-cache.js')) },
  ];
  const asked = Array.from({ length: QUESTIONS }, (_, at) => askedOf(stored.organisation, at, 1));
  const contestants = sides.map(({ name, side }) =>
    contestant(`check, ${name}`, side.server, asked.map(side.requestOf)),
  );
  await contest(contestants, ROUNDS);
  return [...byKey(), ...byMeasure(contestants)];
}

function byKey(): Figure[] {
  const text = sign({ sub: 'alice' }, SECRET, { expiresIn: '6h' });
  const key = createSecretKey(Buffer.from(SECRET));
  const samples: [number[], number[]] = [[], []];
  for (let sample = 0; sample < SAMPLES; sample++) {
    [key, SECRET].forEach((secret, at) => {
      const start = performance.now();
      for (let i = 0; i < TOKENS; i++) verify(text, secret, { algorithms: ['HS256'] });
      samples[at]?.push(((performance.now() - start) * 1_000) / TOKENS);
    });
  }
  const object = figure('HS256 token, KeyObject', 'us', samples[0]);
  return [object, figure('HS256 token, string secret', 'us', samples[1], { comparedWith: object })];
}
