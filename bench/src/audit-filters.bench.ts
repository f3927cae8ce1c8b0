import { Client } from './client';
import { benchDatabases, type BenchDatabase, type Query } from './databases';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { OPERATOR, startCastellan, tokenOf } from './servers';

const READER = 'admin';
const SHORT = 10_000;
const ROUNDS = 100;
const WARM_UP_ROUNDS = 5;
const MAX_RATIO = 1.3;
const EXPORTS = 3;
const BATCH = 10_000;

/** What is asked for, with how many of 50 entries it must show; the times are those of the fill. */
const FILTERS: ReadonlyArray<readonly [name: string, query: string, shown: number]> = [
  ['a busy actor', 'actor=user-3', 50],
  ['an actor with one entry', 'actor=first', 1],
  ['an action', 'action=role.update', 50],
  ['one target', 'target_type=roles&target_id=rl-7', 50],
  ['a stretch of time', 'from=2026-01-01T01:00:00Z&to=2026-01-01T02:00:00Z', 50],
  ['an actor and an action', 'actor=user-3&action=role.update', 50],
  ['an actor and an action that it never did', 'actor=half&action=role.update', 0],
];

interface Case {
  readonly name: string;
  readonly orgId: string;
  readonly total: number;
  readonly query: string;
  readonly shown: number;
  readonly samples: number[];
}

/** Pages of the filtered audit log, and its export, whatever the number of entries. */
export async function auditFiltersBench(scratch: Scratch): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of await benchDatabases(scratch)) {
    const full = database.kind === 'PostgreSQL' || process.env['BENCH_FULL'] === '1';
    const sizes = [SHORT, full ? 1_000_000 : 100_000];
    await prepare(scratch, database, sizes);
    const server = await startCastellan(scratch, database.env);
    figures.push(...(await pages(server.url, database, sizes)), ...(await exportsOf(server.url, database, sizes)));
    await server.stop();
  }
  return figures;
}

const orgOf = (total: number): string => `org-${total}`;

async function prepare(scratch: Scratch, database: BenchDatabase, sizes: readonly number[]): Promise<void> {
  const server = await startCastellan(scratch, database.env);
  const operator = new Client(server.url, tokenOf(OPERATOR));
  for (const org_id of sizes.map(orgOf)) {
    await operator.post('/v1/orgs', { org_id, name: org_id, admin_user_id: READER });
  }
  operator.close();
  await server.stop();
  await database.write(async (query) => {
    for (const total of sizes) await fill(query, total);
    await query('vacuum (analyze)');
  });
}

/** One entry a second; `half` makes every second one and only changes policies, a hundred users make the others. */
async function fill(query: Query, total: number): Promise<void> {
  await query(
    `insert into castellan.audit_entry
       (org_id, seq, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash)
     select $1, n, n, '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 second', who, action, type, id,
            jsonb_build_object('org_id', $1::text, 'seq', n, 'revision', n, 'actor',
              jsonb_build_object('id', who, 'kind', 'member'), 'action', action, 'request_id', gen_random_uuid(),
              'target', jsonb_build_object('type', type, 'id', id), 'before', repeat('b', 300), 'after', repeat('a', 300),
              'at', '2026-01-01T00:00:00.000Z', 'schema_hash', encode(sha256('schema'), 'hex'))::text,
            encode(sha256((n - 1)::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex')
       from castellan.organisation_state s, generate_series(s.audit_seq + 1, $2::bigint) n,
            lateral (select case when n = s.audit_seq + 1 then 'first' when n % 2 = 0 then 'half'
                                 else 'user-' || n / 2 % 100 end as who,
                            case when n % 2 = 0 then 'policy.update' else 'role.update' end as action,
                            case when n % 2 = 0 then 'policies' else 'roles' end as type,
                            case when n % 2 = 0 then 'pol-' else 'rl-' end || n / 2 % 100 as id) of
      where s.org_id = $1`,
    [orgOf(total), total],
  );
  await query(
    `update castellan.organisation_state
        set audit_seq = $2::bigint, revision = $2::bigint, audit_head = encode(sha256($2::bigint::text::bytea), 'hex')
      where org_id = $1`,
    [orgOf(total), total],
  );
}

async function pages(url: string, { kind }: BenchDatabase, sizes: readonly number[]): Promise<Figure[]> {
  const client = new Client(url, tokenOf(READER));
  const casesOf = (total: number): Case[] =>
    FILTERS.map(([name, query, shown]) => ({ name, orgId: orgOf(total), total, query, shown, samples: [] }));
  const cases = sizes.flatMap(casesOf);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { orgId, query, shown, samples } of cases) {
      const { ms, body } = await client.get(`/v1/orgs/${orgId}/iam/audit?limit=50&${query}`);
      const entries = body['entries'] as unknown[];
      if (entries.length !== shown) throw new Error(`${orgId}: ${query} shows ${entries.length}, not ${shown}`);
      if (round >= 0) samples.push(ms);
    }
  }
  client.close();
  const nameOf = ({ name, total }: Case): string => `audit, ${kind}, ${total.toLocaleString('en')}: ${name}`;
  return FILTERS.flatMap((_, at) => {
    const [few, many] = [cases[at], cases[at + FILTERS.length]] as [Case, Case];
    const comparedWith = figure(nameOf(few), 'ms', few.samples);
    return [comparedWith, figure(nameOf(many), 'ms', many.samples, { comparedWith, maxRatio: MAX_RATIO })];
  });
}

/** The whole log as a stream, in milliseconds for each 10,000 entries. */
async function exportsOf(url: string, { kind }: BenchDatabase, sizes: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const total of sizes) {
    const samples: number[] = [];
    for (let at = 0; at < (total === SHORT ? EXPORTS * 3 : EXPORTS); at++) {
      samples.push((await exported(url, total)) / (total / BATCH));
    }
    const [comparedWith] = figures;
    const demand = comparedWith === undefined ? {} : { comparedWith, maxRatio: MAX_RATIO };
    const name = `audit, ${kind}, ${total.toLocaleString('en')}: export, 10,000 entries`;
    figures.push(figure(name, 'ms', samples, demand));
  }
  return figures;
}

async function exported(url: string, total: number): Promise<number> {
  const start = performance.now();
  const headers = { authorization: `Bearer ${tokenOf(READER)}` };
  const { body } = await fetch(`${url}/v1/orgs/${orgOf(total)}/iam/audit/export`, { headers });
  let lines = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>)
    for (const byte of part) if (byte === 10) lines++;
  if (lines !== total) throw new Error(`The export has ${lines} lines and not ${total}`);
  return performance.now() - start;
}
