import { randomInt } from 'node:crypto';
import { benchDatabases, type BenchDatabase, type Query } from './databases';
import { Client } from './client';
import { encodeCursor } from '../../libs/nest/dist/http/cursor';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { OPERATOR, startCastellan, tokenOf } from './server-process';

/** A list of the service that a bench fills and pages through. */
export interface PagedList {
  /** The last part of its path, and what its cursors and answers call it. */
  readonly path: string;
  readonly cursorName: string;
  readonly rowsName: string;
  /** Fills an organisation that the service has just made, so that the list has `total` rows. */
  fill(query: Query, orgId: string, total: number): Promise<void>;
  /** The key after which the row numbered `row` (from 0, in the list's order) comes. */
  keyBefore(row: number, total: number): string;
}

interface Case {
  readonly orgId: string;
  readonly total: number;
  readonly place: string;
  readonly path: () => string;
  readonly samples: number[];
}

/** The member who asks: an Admin, so that the list shows everything. */
export const READER = 'admin';

const LIMIT = 50;
const ROUNDS = 200;
const WARM_UP_ROUNDS = 10;
/** When pages are so slow that the rounds would take longer, fewer must do. */
const ENOUGH_MS = 30_000;
const MAX_RATIO = 1.3;

/** Compares a page of a short list with a page of a long one, on each database at hand. */
export async function measurePages(scratch: Scratch, list: PagedList): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of await benchDatabases(scratch)) {
    const cases = [10_000, longOn(database)].flatMap((total) => casesOf(list, total));
    await prepare(scratch, database, list, cases);
    const server = await startCastellan(scratch, database.env);
    await measure(new Client(server.url, tokenOf(READER)), list, cases);
    await server.stop();
    figures.push(...compare(database, list, cases));
  }
  return figures;
}

/** On the embedded database a million rows take minutes to write, so they are for those who ask for them. */
function longOn({ kind }: BenchDatabase): number {
  return kind === 'PostgreSQL' || process.env['BENCH_FULL'] === '1' ? 1_000_000 : 100_000;
}

function casesOf({ path, cursorName, keyBefore }: PagedList, total: number): Case[] {
  const orgId = `org-${total}`;
  const url = `/v1/orgs/${orgId}/iam/${path}?limit=${LIMIT}`;
  const from = (row: number) => `${url}&cursor=${encodeCursor(orgId, cursorName, keyBefore(row, total))}`;
  return [
    { orgId, total, place: 'start', path: () => url, samples: [] },
    { orgId, total, place: 'middle', path: () => from(total / 2), samples: [] },
    { orgId, total, place: 'end', path: () => from(total - LIMIT), samples: [] },
    // Rows that nobody has just asked for: a long list does not fit into the database's memory.
    { orgId, total, place: 'anywhere', path: () => from(randomInt(1, total - LIMIT)), samples: [] },
  ];
}

async function prepare(scratch: Scratch, database: BenchDatabase, list: PagedList, cases: Case[]): Promise<void> {
  const totals = new Map(cases.map(({ orgId, total }) => [orgId, total]));
  const server = await startCastellan(scratch, database.env);
  const operator = new Client(server.url, tokenOf(OPERATOR));
  for (const org_id of totals.keys()) {
    await operator.post('/v1/orgs', { org_id, name: org_id, admin_user_id: READER });
  }
  operator.close();
  await server.stop();
  await database.write(async (query) => {
    for (const [orgId, total] of totals) {
      process.stderr.write(`bench: ${list.path}: ${total.toLocaleString('en')} rows, ${database.kind} ...\n`);
      await list.fill(query, orgId, total);
    }
    // As autovacuum, and the embedded database's own upkeep, do after a while.
    await query('vacuum (analyze)');
  });
}

/** Each round asks for every page once, in an order of its own: what else the machine does meets all of them alike. */
async function measure(client: Client, list: PagedList, cases: readonly Case[]): Promise<void> {
  const end = performance.now() + ENOUGH_MS;
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    if (round > 0 && performance.now() > end) break;
    for (const { path: pathOf, total, samples } of shuffled(cases)) {
      const path = pathOf();
      const { ms, body } = await client.get(path);
      const rows = body[list.rowsName] as unknown[];
      if (rows.length !== LIMIT || body['total'] !== total) {
        throw new Error(`${path} shows ${rows.length} rows of ${String(body['total'])}, not ${LIMIT} of ${total}`);
      }
      if (round >= 0) samples.push(ms);
    }
  }
  client.close();
}

function compare({ kind }: BenchDatabase, { path }: PagedList, cases: readonly Case[]): Figure[] {
  const nameOf = ({ place, total }: Case) => `${path}, ${kind}, ${total.toLocaleString('en')}: ${place}`;
  const half = cases.length / 2;
  const short = cases.slice(0, half).map((each) => figure(nameOf(each), 'ms', each.samples));
  const long = cases.slice(half).map((each, at) => {
    return figure(nameOf(each), 'ms', each.samples, { comparedWith: short[at], maxRatio: MAX_RATIO });
  });
  return short.flatMap((each, at) => [each, long[at]!]);
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
