import { check, defaultSchema } from '../../libs/core/dist';
import { Client } from './client';
import { benchDatabases, type BenchDatabase } from './databases';
import { figure, type Figure } from './figure';
import { compiled, QUESTIONS, SIZES, store, thingOf, type Size } from './limits';
import { neighboursOf } from './neighbours';
import type { Scratch } from './scratch';
import { startCastellan, tokenOf } from './servers';

const ROUNDS = 200;
const WARM_UP_ROUNDS = 10;
const ASKED = 100_000;
const MAX_RATIO = 1.3;
/** The organisation and the Admin that a start makes. */
const [ORG, ADMIN] = ['acme', 'alice'];

interface Measured {
  readonly size: Size;
  readonly samples: number[];
}

/** Checks of members at the limits, beside those of a usual one; what it costs to show such a member; and what neighbours wait. */
export async function limitsBench(scratch: Scratch): Promise<Figure[]> {
  const figures = inProcess();
  for (const database of await benchDatabases(scratch)) figures.push(...(await overHttp(scratch, database)));
  for (const database of await benchDatabases(scratch)) figures.push(...(await neighboursOf(scratch, database)));
  return figures;
}

function inProcess(): Figure[] {
  const cases = SIZES.map((size) => {
    const member = compiled(defaultSchema, size);
    const target = { id: thingOf(size), containers: [] };
    return { size, samples: [] as number[], round: () => decisions(member, target) };
  });
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS / 10; round++) {
    for (const { round: run, samples } of cases) {
      const start = performance.now();
      if (run() !== ASKED / 2) throw new Error('The questions are answered wrong');
      if (round >= 0) samples.push(performance.now() - start);
    }
  }
  return compare(`${ASKED.toLocaleString('en')} decisions in the process`, cases);
}

function decisions(member: ReturnType<typeof compiled>, target: { id: string; containers: [] | never[] }): number {
  const [read, write] = QUESTIONS.map((name) => defaultSchema.indexOf(name)) as [number, number];
  const now = Date.now();
  let allowed = 0;
  for (let at = 0; at < ASKED; at++) {
    if (check(member, at % 2 === 0 ? read : write, target, now) === 'granted') allowed++;
  }
  return allowed;
}

async function overHttp(scratch: Scratch, database: BenchDatabase): Promise<Figure[]> {
  await (await startCastellan(scratch, database.env)).stop();
  await database.write(async (query) => {
    for (const size of SIZES) await store(query, ORG, size);
    await query('vacuum (analyze)');
  });
  const server = await startCastellan(scratch, database.env);
  const [first, later] = [await measure(server.url, 1), await measure(server.url, ROUNDS)];
  const shown: Measured[] = [];
  const admin = new Client(server.url, tokenOf(ADMIN));
  for (const size of SIZES) {
    process.stderr.write(`bench: limits: the page of ${size.name}, ${database.kind} ...\n`);
    const samples: number[] = [];
    for (let at = 0; at < 3; at++) {
      samples.push((await admin.get(`/v1/orgs/${ORG}/iam/members/${size.userId}`)).ms);
    }
    shown.push({ size, samples });
  }
  admin.close();
  await server.stop();
  return [
    ...compare(`first check, ${database.kind}`, first, false),
    ...compare(`check, ${database.kind}`, later),
    ...compare(`member shown, ${database.kind}`, shown, false),
  ];
}

/** Each asks of itself: the route that every member may call. */
async function measure(url: string, rounds: number): Promise<Measured[]> {
  const cases = SIZES.map((size) => ({ size, samples: [] as number[], client: new Client(url, tokenOf(size.userId)) }));
  for (let round = 0; round < rounds; round++) {
    for (const { size, samples, client } of cases) {
      const { type, action } = QUESTIONS[round % 2 === 0 ? 0 : 1];
      const resource = { type, id: thingOf(size) };
      const { ms, body } = await client.post(`/v1/orgs/${ORG}/iam/check`, {
        permission: `${type}:${action}`,
        resource,
      });
      if (body['allowed'] !== (action === 'read')) throw new Error(`${size.name}: ${JSON.stringify(body)}`);
      samples.push(ms);
    }
  }
  for (const { client } of cases) client.close();
  return cases;
}

function compare(what: string, cases: readonly Measured[], must = true): Figure[] {
  const figures: Figure[] = [];
  for (const { size, samples } of cases) {
    const [comparedWith] = figures;
    const demand = comparedWith === undefined || !must ? { comparedWith } : { comparedWith, maxRatio: MAX_RATIO };
    figures.push(figure(`${what}: ${size.name}`, 'ms', samples, demand));
  }
  return figures;
}
