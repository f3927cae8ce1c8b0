import 'reflect-metadata';
import { PermissionSchema, type SchemaDeclaration } from '@castellan/core';
import { CastellanModule, AccessService, GrantsSource } from '@castellan/nest';
import { castellanEntities } from '@castellan/nest/database';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { readFileSync } from 'node:fs';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { onPostgres } from './databases';
import { figure, type Figure } from './figure';
import { storeOrganisation, userOf } from './organisation';
import type { Scratch } from './scratch';
import { ORG } from './servers';

const ROUNDS = 1_000;
const WARM_UPS = 2_000;

/** The rows that a cold member is made of, when its roles are known: written by hand, prepared, past any ORM. */
const SAME_ROWS = {
  name: 'bench_rows',
  text: `select s.revision, s.grants_stamp, s.containers_stamp, m.status, m.stamp, m.profile_iat, m.groups_iat,
                a.scope, a.origin, a.expires_at, r.stamp as role_stamp
           from castellan.member m
           join castellan.organisation_state s on s.org_id = m.org_id
           left join castellan.assignment a on a.org_id = m.org_id and a.user_id = m.user_id
           left join castellan.role r on r.org_id = a.org_id and r.role_id = a.role_id
          where m.org_id = $1 and m.user_id = $2`,
};

/** Counts the statements of this process from now on. */
function countStatements(): () => number {
  let count = 0;
  const query = Client.prototype.query as (...given: unknown[]) => unknown;
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    count++;
    return query.apply(this, given);
  } as typeof Client.prototype.query;
  return () => count;
}

@Module({})
class ColdModule {
  static of(url: string, schema: PermissionSchema): DynamicModule {
    const database = { type: 'postgres', url, entities: castellanEntities } as const;
    // One member is kept, so every other one is cold; roles stay.
    const access = CastellanModule.forRoot({ schema, cachedMembers: 1 });
    return { module: ColdModule, imports: [TypeOrmModule.forRoot(database), access] };
  }
}

/** The first check of a member whom this process does not know, beside a bare `pg` that reads the same rows. */
export async function cold(scratch: Scratch): Promise<Figure[]> {
  const { env, organisation } = await storeOrganisation(scratch, await onPostgres(scratch), 0);
  const url = env['DATABASE_URL'] ?? '';
  const declared = JSON.parse(readFileSync(env['SCHEMA_FILE'] ?? '', 'utf8')) as SchemaDeclaration;
  const module = ColdModule.of(url, new PermissionSchema(declared));
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const pool = new Pool({ connectionString: url });
  scratch.defer(() => app.close());
  scratch.defer(() => pool.end());
  const jobs = jobsOf(app, pool, organisation.members.length);
  await assertOneStatement(jobs.cold);
  const samples = await interleaved(jobs);
  const bare = figure('bare pg, the rows of a cold member', 'ms', samples.bare);
  return [
    bare,
    figure('first check of a cold member', 'ms', samples.cold, {
      comparedWith: bare,
      maxRatio: 2,
      note: '1 statement',
    }),
    figure('stamps of a member', 'ms', samples.stamps, { comparedWith: bare }),
    figure('check after one of its roles changed', 'ms', samples.reload, { comparedWith: bare }),
  ];
}

type Jobs = Record<'bare' | 'cold' | 'stamps' | 'reload', (at: number) => Promise<number>>;

function jobsOf(app: INestApplicationContext, pool: Pool, members: number): Jobs {
  const access = app.get(AccessService);
  const source = app.get<GrantsSource>(GrantsSource, { strict: false });
  const user = (at: number): string => userOf((at * 7) % members);
  const check = async (at: number): Promise<void> => {
    (await access.of(ORG, user(at)))?.can('type0:action0');
  };
  return {
    bare: (at) => timed(() => pool.query({ ...SAME_ROWS, values: [ORG, user(at)] })),
    cold: (at) => timed(() => check(at)),
    stamps: (at) => timed(() => source.stamps([{ orgId: ORG, userId: user(at) }])),
    reload: async (at) => {
      await check(at);
      await changeRole(app.get(DataSource), user(at));
      return timed(() => check(at));
    },
  };
}

/** What a change of one of its roles writes that a reader looks at. */
async function changeRole(source: DataSource, userId: string): Promise<void> {
  await source.query(
    `with changed as (
       update castellan.role set stamp = gen_random_uuid() where org_id = $1
          and role_id = (select min(role_id) from castellan.assignment where org_id = $1 and user_id = $2))
     update castellan.organisation_state set grants_stamp = gen_random_uuid() where org_id = $1`,
    [ORG, userId],
  );
}

async function assertOneStatement(check: Jobs['cold']): Promise<void> {
  for (let at = 0; at < WARM_UPS; at++) await check(at);
  const count = countStatements();
  await check(WARM_UPS);
  if (count() !== 1) throw new Error(`it took ${count()} statements, not one`);
}

async function interleaved(jobs: Jobs): Promise<Record<keyof Jobs, number[]>> {
  const samples: Record<keyof Jobs, number[]> = { bare: [], cold: [], stamps: [], reload: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(jobs) as (keyof Jobs)[]) samples[name].push(await jobs[name](WARM_UPS + 1 + round));
  }
  return samples;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
