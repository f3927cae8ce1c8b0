import { Client } from './client';
import { benchDatabases, type BenchDatabase, type Query } from './databases';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { ADMIN, OPERATOR, startCastellan, tokenOf } from './servers';

const ROUNDS = 60;
const WARM_UP_ROUNDS = 5;
const MAX_RATIO = 1.3;
const POLICIES = 9_900;
const ROLES = 1_900;

const PAGES = [
  'members?limit=50',
  'policies?limit=50',
  'roles?limit=50',
  'audit?limit=50',
  'permissions/apps:read/members?limit=50',
  'permissions/secrets:delete/members?limit=50',
] as const;

/** Pages of organisations of 10,000 members and of many more, before the tables have statistics and after. */
export async function pagesBench(scratch: Scratch): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of await benchDatabases(scratch)) {
    const large = database.kind === 'PostgreSQL' || process.env['BENCH_FULL'] === '1' ? 1_000_000 : 100_000;
    const totals = [10_000, large];
    await prepare(scratch, database, totals);
    figures.push(...(await measure(scratch, database, totals, 'no statistics')));
    await database.write(async (query) => void (await query('vacuum (analyze)')));
    figures.push(...(await measure(scratch, database, totals, 'analysed')));
  }
  return figures;
}

const orgOf = (total: number): string => `org-${total}`;

async function prepare(scratch: Scratch, database: BenchDatabase, totals: readonly number[]): Promise<void> {
  const server = await startCastellan(scratch, database.env);
  const operator = new Client(server.url, tokenOf(OPERATOR));
  for (const total of totals) {
    await operator.post('/v1/orgs', { org_id: orgOf(total), name: orgOf(total), admin_user_id: ADMIN });
  }
  operator.close();
  await server.stop();
  await database.write(async (query) => {
    for (const table of ['policy', 'policy_name', 'role', 'role_policy', 'member', 'assignment', 'audit_entry']) {
      await query(`alter table castellan.${table} set (autovacuum_enabled = false)`);
    }
    for (const total of totals) {
      process.stderr.write(`bench: pages: ${total.toLocaleString('en')} members, ${database.kind} ...\n`);
      await fill(query, orgOf(total), total);
    }
  });
}

async function fill(query: Query, orgId: string, total: number): Promise<void> {
  await query(
    `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
     select $1, 'pol-' || n, 'P ' || n, 'p ' || n, 'allow', array['models:m-' || n || ':read', 'tools:t-' || n || ':read']
       from generate_series(1, $2::int) n`,
    [orgId, POLICIES],
  );
  await query(
    `insert into castellan.role (org_id, role_id, name, name_key)
     select $1, 'rl-' || n, 'R ' || n, 'r ' || n from generate_series(1, $2::int) n`,
    [orgId, ROLES],
  );
  await query(
    `insert into castellan.role_policy (org_id, role_id, policy_id, position)
     select $1, 'rl-' || n, 'pol-' || (n * 5 + i), i from generate_series(1, $2::int) n, generate_series(1, 5) i`,
    [orgId, ROLES],
  );
  await query(
    `insert into castellan.member (org_id, user_id)
     select $1, 'user-' || lpad(n::text, 7, '0') from generate_series(1, $2::int) n order by md5(n::text)`,
    [orgId, total - 1],
  );
  await query(
    `insert into castellan.assignment (org_id, user_id, role_id, scope, origin)
     select org_id, user_id, 'rl-developer', '*', 'manual' from castellan.member where org_id = $1 and user_id <> $2
     union all select org_id, user_id, 'rl-' || (1 + right(user_id, 3)::int), '*', 'manual' from castellan.member
      where org_id = $1 and user_id <> $2`,
    [orgId, ADMIN],
  );
  await query(
    `update castellan.organisation_state set members = $2, policies = policies + $3, roles = roles + $4 where org_id = $1`,
    [orgId, total, POLICIES, ROLES],
  );
}

async function measure(
  scratch: Scratch,
  database: BenchDatabase,
  totals: readonly number[],
  state: string,
): Promise<Figure[]> {
  const server = await startCastellan(scratch, database.env);
  const client = new Client(server.url, tokenOf(ADMIN));
  const figures: Figure[] = [];
  for (const page of PAGES) {
    const samples = totals.map(() => [] as number[]);
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (const [at, total] of totals.entries()) {
        const { ms } = await client.get(`/v1/orgs/${orgOf(total)}/iam/${page}`);
        if (round >= 0) samples[at]?.push(ms);
      }
    }
    for (const [at, total] of totals.entries()) {
      const name = `${page}, ${database.kind}, ${total.toLocaleString('en')} members, ${state}`;
      const short = figures.at(-1);
      const demand = at === 0 || short === undefined ? {} : { comparedWith: short, maxRatio: MAX_RATIO };
      figures.push(figure(name, 'ms', samples[at] ?? [], demand));
    }
  }
  client.close();
  await server.stop();
  return figures;
}
