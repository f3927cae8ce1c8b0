import { randomInt } from 'node:crypto';
import { benchDatabases, type BenchDatabase, type Query } from './databases';
import { Client } from './client';
import { encodeCursor } from '../../libs/nest/dist/http/cursor';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { OPERATOR, startCastellan, tokenOf } from './servers';

/** A list of the service that a bench fills and pages through. */
export interface PagedList {
  /** The last part of its path, and what its cursors and answers call it. */
  readonly path: string;
  readonly cursorName: string;
  readonly rowsName: string;
  /** Fills an organisation that the service has just made, so that the list has `total` rows. */
  fill(query: Query, orgId: string, total: number): Promise<void>;
  /** The field of a row that cursors hold. */
  readonly key: string;
  /** That field of the row numbered `row` (from 0, in the list's order). */
  keyAt(row: number, total: number): string;
}

interface Case {
  readonly orgId: string;
  readonly total: number;
  readonly place: string;
  /** The number of the page's first row. */
  readonly row: () => number;
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
    const cases = [10_000, longOn(database)].flatMap(casesOf);
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

function casesOf(total: number): Case[] {
  const orgId = `org-${total}`;
  return [
    { orgId, total, place: 'start', row: () => 0, samples: [] },
    { orgId, total, place: 'middle', row: () => total / 2, samples: [] },
    { orgId, total, place: 'end', row: () => total - LIMIT, samples: [] },
    // Rows that nobody has just asked for: a long list does not fit into the database's memory.
    { orgId, total, place: 'anywhere', row: () => randomInt(1, total - LIMIT), samples: [] },
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
    for (const each of shuffled(cases)) {
      const ms = await getPage(client, list, each);
      if (round >= 0) each.samples.push(ms);
    }
  }
  client.close();
}

/** The milliseconds of one page. @throws Error when it is not the page that was asked for */
async function getPage(client: Client, list: PagedList, { orgId, total, row }: Case): Promise<number> {
  const first = row();
  const cursor = first === 0 ? '' : `&cursor=${encodeCursor(orgId, list.cursorName, list.keyAt(first - 1, total))}`;
  const path = `/v1/orgs/${orgId}/iam/${list.path}?limit=${LIMIT}${cursor}`;
  const { ms, body } = await client.get(path);
  const rows = body[list.rowsName] as Record<string, unknown>[];
  const shown = [body['total'], rows.length, String(rows[0]?.[list.key]), String(rows.at(-1)?.[list.key])];
  const right = [total, LIMIT, list.keyAt(first, total), list.keyAt(first + LIMIT - 1, total)];
  if (shown.join() !== right.join()) {
    throw new Error(`${path}: total, rows, first and last are ${shown.join()} and should be ${right.join()}`);
  }
  return ms;
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
