import { Change, type OrganisationStateRow } from '../../libs/nest/dist/changes/change';
import { SYSTEM } from '../../libs/nest/dist/changes/changes';
import type { Sql } from '../../libs/nest/dist/database/database';
import { keepAnAdmin } from '../../libs/nest/dist/changes/last-admin';
import { Client } from './client';
import { benchDatabases, type BenchDatabase, type Query } from './databases';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { OPERATOR, startCastellan, tokenOf } from './servers';

const SIZES = [100, 100_000];
const ROUNDS = 200;
const WARM_UP_ROUNDS = 10;
const MAX_RATIO = 1.3;
const ADMINS = ['admin-1', 'admin-2'];
const WITNESS = 'select admin_witness from castellan.organisation_state where org_id = $1';
const STATUS = 'update castellan.member set status = $3 where org_id = $1 and user_id = any($2)';

/** Who of the Admins is suspended before the check. */
type Leaving = (witness: string) => string[];

interface Case {
  readonly name: string;
  readonly leaving: Leaving;
  readonly total: number;
  readonly samples: number[];
}

/** The check that an organisation keeps an Admin, in the database, whatever the number of members. */
export async function lastAdminBench(scratch: Scratch): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of await benchDatabases(scratch)) {
    const cases = SIZES.flatMap(casesOf);
    await found(scratch, database);
    await database.write(async (query) => {
      for (const total of SIZES) await fill(query, total);
      await query('vacuum (analyze)');
      for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        for (const each of cases) {
          const ms = await checked(query, each);
          if (round >= 0) each.samples.push(ms);
        }
      }
    });
    figures.push(...compare(database, cases));
  }
  return figures;
}

const casesOf = (total: number): Case[] => [
  { name: 'the witness stays', leaving: () => [], total, samples: [] },
  { name: 'the witness leaves', leaving: (witness) => [witness], total, samples: [] },
  { name: 'nobody is left', leaving: () => ADMINS, total, samples: [] },
];

const orgOf = (total: number): string => `org-${total}`;

async function found(scratch: Scratch, database: BenchDatabase): Promise<void> {
  const server = await startCastellan(scratch, database.env);
  const operator = new Client(server.url, tokenOf(OPERATOR));
  for (const org_id of SIZES.map(orgOf)) {
    await operator.post('/v1/orgs', { org_id, name: org_id, admin_user_id: ADMINS[0] });
  }
  operator.close();
  await server.stop();
}

/** Members with a role each, and a second Admin. */
async function fill(query: Query, total: number): Promise<void> {
  await query(
    `insert into castellan.member (org_id, user_id)
     select $1, $3 union all select $1, 'user-' || n from generate_series(3, $2::int) n`,
    [orgOf(total), total, ADMINS[1]],
  );
  await query(
    `insert into castellan.assignment (org_id, user_id, role_id, scope, origin, created_by)
     select org_id, user_id, case when user_id = $3 then 'rl-admin' else 'rl-developer' end, '*', 'manual', $2
       from castellan.member where org_id = $1 and user_id <> $2`,
    [orgOf(total), ...ADMINS],
  );
}

/** The milliseconds of one check. @throws Error when it does not find what it must */
async function checked(query: Query, { leaving, total }: Case): Promise<number> {
  const orgId = orgOf(total);
  const [state] = (await query(WITNESS, [orgId])) as [OrganisationStateRow];
  const left = leaving(state.admin_witness ?? '');
  await query(STATUS, [orgId, left, 'suspended']);
  const change = new Change({ query } as Sql, orgId, { actor: SYSTEM, authority: null }, state);
  change.stampMember('somebody');
  const start = performance.now();
  const kept = await keepAnAdmin(change).then(
    () => true,
    () => false,
  );
  const ms = performance.now() - start;
  await query(STATUS, [orgId, left, 'active']);
  const [after] = (await query(WITNESS, [orgId])) as [OrganisationStateRow];
  const right = left.length === ADMINS.length ? !kept : kept && !left.includes(after.admin_witness ?? '');
  if (!right) throw new Error(`${orgId}: without ${left.join()} the check answered ${kept} and ${after.admin_witness}`);
  return ms;
}

function compare({ kind }: BenchDatabase, cases: readonly Case[]): Figure[] {
  const nameOf = ({ name, total }: Case) => `last admin, ${kind}, ${total.toLocaleString('en')} members: ${name}`;
  const half = cases.length / 2;
  return cases.slice(0, half).flatMap((each, at) => {
    const few = figure(nameOf(each), 'ms', each.samples);
    const many = cases[half + at] as Case;
    return [few, figure(nameOf(many), 'ms', many.samples, { comparedWith: few, maxRatio: MAX_RATIO })];
  });
}
