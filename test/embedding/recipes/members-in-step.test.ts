import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AssignmentsService,
  CastellanAdminModule,
  FoundingService,
  MembersService,
  SYSTEM,
} from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import type { INestApplication } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CHANGED_MIND } from '../host';
import { openHosts, type Hosts } from '../hosts';
import { MembersInStep } from './members-in-step';

let hosts: Hosts;
let app: INestApplication;
let step: MembersInStep;
beforeAll(async () => {
  hosts = await openHosts();
  const imports = [CastellanAdminModule.forRoot({ apis: [] })];
  app = await hosts.start({ entities: castellanEntities, imports, providers: [MembersInStep] });
  step = app.get(MembersInStep);
  await hosts.dataSource.query(
    `create table app_user (tenant_id text, id text collate "C", primary key (tenant_id, id))`,
  );
  await hosts.dataSource.query('create table members_loaded (org_id text primary key, after_id text)');
});
afterAll(() => hosts.close());

let made = 0;

/** A tenant with this many users beside the Admin alice. */
async function givenTenant(users: number): Promise<string> {
  const orgId = `org-step-${++made}`;
  await app.get(FoundingService).bootstrap({ org: orgId, admin: 'alice' });
  await hosts.dataSource.query(
    `insert into app_user (tenant_id, id) select $1, 'user-' || lpad(n::text, 4, '0') from generate_series(1, $2::int) n`,
    [orgId, users],
  );
  return orgId;
}

async function membersOf(orgId: string): Promise<number> {
  const text = `select count(*)::int as count from castellan.member where org_id = $1`;
  return ((await hosts.dataSource.query(text, [orgId])) as Array<{ count: number }>)[0]?.count ?? 0;
}

const rolesOf = async (orgId: string, userId: string): Promise<readonly string[]> =>
  (await app.get(MembersService).get(orgId, userId)).role_ids;

const transact = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => app.get(DataSource).transaction(work);

describe('existing users', () => {
  it('become members in batches; a load that broke off goes on where it was, and changes no roles again', async () => {
    const orgId = await givenTenant(450);
    // No member can have this id, so the second batch fails as a whole.
    const bad = ['user-0300\u0007', orgId];
    await hosts.dataSource.query('insert into app_user (id, tenant_id) values ($1, $2)', bad);
    await expect(step.loadAll(orgId)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await membersOf(orgId)).toBe(1 + 200);
    await app.get(AssignmentsService).assign(SYSTEM, orgId, [{ user_id: 'user-0001', role_ids: ['rl-admin'] }]);
    await app.get(MembersService).remove(SYSTEM, orgId, 'user-0002');
    await hosts.dataSource.query('delete from app_user where id = $1 and tenant_id = $2', bad);
    await step.loadAll(orgId);
    await step.loadAll(orgId);
    expect(await membersOf(orgId)).toBe(1 + 449);
    expect(await rolesOf(orgId, 'user-0001')).toEqual(['rl-admin']);
  });

  it('keep what they have when they were members before', async () => {
    const orgId = await givenTenant(2);
    await app.get(AssignmentsService).assign(SYSTEM, orgId, [{ user_id: 'user-0002', role_ids: ['rl-admin'] }]);
    await step.loadAll(orgId);
    expect(await rolesOf(orgId, 'user-0002')).toEqual(['rl-admin']);
  });
});

describe('a user who registers', () => {
  it('is a member with the commit of its registration, and is none when that is rolled back', async () => {
    const orgId = await givenTenant(0);
    await transact((manager) => step.registered(orgId, ['bob'], manager));
    await transact((manager) => step.registered(orgId, ['bob'], manager));
    const undone = transact(async (manager) => {
      await step.registered(orgId, ['carol'], manager);
      throw CHANGED_MIND;
    });
    await expect(undone).rejects.toBe(CHANGED_MIND);
    expect(await membersOf(orgId)).toBe(2);
  });
});

describe('a user who is deleted', () => {
  it('is a member no more, and deleting it again does no harm', async () => {
    const orgId = await givenTenant(1);
    await step.loadAll(orgId);
    for (const _ of [1, 2]) await transact((manager) => step.deleted(orgId, 'user-0001', manager));
    expect(await membersOf(orgId)).toBe(1);
  });

  it('stays, and is not deleted, as the last Admin', async () => {
    const orgId = await givenTenant(0);
    const deleted = transact((manager) => step.deleted(orgId, 'alice', manager));
    await expect(deleted).rejects.toMatchObject({ kind: 'conflict', details: { reason: 'last_admin' } });
    expect(await membersOf(orgId)).toBe(1);
  });
});

it('is in the README as it is tested', () => {
  const readme = readFileSync(join(__dirname, '../../../libs/nest/README.md'), 'utf8');
  expect(readme).toContain(readFileSync(join(__dirname, 'members-in-step.ts'), 'utf8'));
});
