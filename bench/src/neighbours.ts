import { Client } from './client';
import type { BenchDatabase } from './databases';
import { figure, type Figure } from './figure';
import { heavyCases, type HeavyCase } from './heavy-cases';
import { FULL, storeHeavy, TENTH, type Weight } from './heavy-organisation';
import { Neighbour } from './neighbour';
import type { Scratch } from './scratch';
import { ADMIN, OPERATOR, startCastellan, tokenOf } from './servers';

const HEAVY = 'heavy';
const ROUNDS = 3;
/** How much longer the neighbour may wait than it does while nobody else asks, in milliseconds. */
const MOST_MORE = 100;
const MOST_BYTES = 8 * 1024 * 1024;

/** What another organisation waits for at most, while one at its limits is asked what costs most there. */
export async function neighboursOf(scratch: Scratch, database: BenchDatabase): Promise<Figure[]> {
  // The embedded database runs in the service's own process: it is for one organisation, and gets a tenth.
  const weight = database.kind === 'PostgreSQL' ? FULL : TENTH;
  await prepare(scratch, database, weight);
  const server = await startCastellan(scratch, database.env);
  const neighbour = new Neighbour(server.url);
  await neighbour.calm();
  const calm = [await neighbour.calm(), await neighbour.calm(), await neighbour.calm()];
  const reference = figure(`a neighbour, ${database.kind}, calm: slowest answer`, 'ms', calm);
  const figures = [reference];
  for (const each of heavyCases(HEAVY, weight)) {
    process.stderr.write(`bench: limits: ${each.name}, ${database.kind} ...\n`);
    const { slowest, own, bytes, wrong } = await measure(server.url, neighbour, each);
    const took = `itself ${Math.round(Math.max(...own)).toLocaleString('en')} ms, ${bytes.toLocaleString('en')} bytes`;
    const note = wrong === null ? took : `${took}, answered ${wrong}`;
    const most = wrong === null && bytes <= MOST_BYTES ? reference.median + MOST_MORE : 0;
    figures.push(figure(`a neighbour, ${database.kind}: ${each.name}`, 'ms', slowest, { most, note }));
  }
  neighbour.close();
  await server.stop();
  return figures;
}

async function prepare(scratch: Scratch, database: BenchDatabase, weight: Weight): Promise<void> {
  const server = await startCastellan(scratch, database.env);
  const operator = new Client(server.url, tokenOf(OPERATOR));
  await operator.post('/v1/orgs', { org_id: HEAVY, name: HEAVY, admin_user_id: ADMIN });
  operator.close();
  await server.stop();
  process.stderr.write(`bench: limits: an organisation at its limits, ${database.kind} ...\n`);
  await database.write(async (query) => {
    await storeHeavy(query, HEAVY, weight);
    await query('vacuum (analyze)');
  });
}

/** The slowest answers of the neighbour, and of the request its own times, the bytes of its longest answer and a wrong status. */
async function measure(
  url: string,
  neighbour: Neighbour,
  { user, method, path, body, status = [200] }: HeavyCase,
): Promise<{ slowest: number[]; own: number[]; bytes: number; wrong: number | null }> {
  const client = new Client(url, tokenOf(user));
  const whole = path.startsWith('/') ? path : `/v1/orgs/${HEAVY}/iam/${path}`;
  const [slowest, own] = [[] as number[], [] as number[]];
  let bytes = 0;
  let wrong: number | null = null;
  for (let round = 0; round < (method === 'DELETE' && !path.includes('dry_run') ? 1 : ROUNDS); round++) {
    const asked = client.request(method, whole, body);
    slowest.push(await neighbour.slowestDuring(asked));
    const answer = await asked;
    if (!status.includes(answer.status)) wrong = answer.status;
    own.push(answer.ms);
    bytes = Math.max(bytes, answer.bytes);
  }
  client.close();
  return { slowest, own, bytes, wrong };
}
