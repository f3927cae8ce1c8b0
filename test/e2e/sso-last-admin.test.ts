import { Logger } from '@nestjs/common';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import type { Team } from '../support/team';
import { comes, givenConnected } from './directory';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

afterEach(() => jest.restoreAllMocks());

interface Stage extends Team {
  /** A role that denies, mapped to `limited`. */
  readonly denying: string;
}

async function givenStage(): Promise<Stage> {
  const team = await givenConnected(server);
  const denying = await team.role({ effect: 'deny', permissions: ['secrets:read'], sso_group_names: ['limited'] });
  return { ...team, denying };
}

describe('groups that would end the last Admin', () => {
  it('are left out of a token, told, and remembered, so that only a newer token tries again', async () => {
    const team = await givenStage();
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const { body } = await comes(server, team, 'alice', 0, ['limited']);
    expect(body).toMatchObject({ directory: 'last_admin', denied_permissions: [] });
    expect(logged.mock.calls.join()).toContain(`would end the last Admin. Left out 1 mapped roles: ${team.denying}`);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'member.sso',
      after: { user_id: 'alice', directory: 'last_admin', left_out: [team.denying] },
    });
    const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
    await comes(server, team, 'alice', 0, ['limited']);
    expect(statements.mock.calls.filter(([text]) => text.includes('for no key update'))).toEqual([]);
    await team.member('anna', 'rl-admin');
    expect((await comes(server, team, 'alice', 0, ['limited'])).body.directory).toBe('last_admin');
    expect((await comes(server, team, 'alice', 1, ['limited'])).body).toMatchObject({
      directory: 'whole',
      denied_permissions: ['secrets:*:read'],
    });
  });

  it('are left out for that member alone when a mapping is changed', async () => {
    const team = await givenStage();
    await team.member('bob', 'rl-viewer');
    const other = await team.role({ effect: 'deny', permissions: ['tools:read'] });
    for (const user of ['alice', 'bob']) await comes(server, team, user, 0, ['staff']);
    await team.alice.put(`${team.path}/roles/${other}`, { sso_group_names: ['staff'] }).expect(200);
    expect(await team.show('alice')).toMatchObject({ directory: 'last_admin', denied_permissions: [] });
    expect(await team.show('bob')).toMatchObject({ directory: 'whole', denied_permissions: ['tools:*:read'] });
    await team.alice.put(`${team.path}/roles/${other}`, { sso_group_names: [] }).expect(200);
    expect(await team.show('alice')).toMatchObject({ directory: 'whole' });
  });

  it('leave one of two Admins, when a mapping would end both', async () => {
    const team = await givenStage();
    await team.member('anna', 'rl-admin');
    for (const user of ['alice', 'anna']) await comes(server, team, user, 0, ['staff']);
    const other = await team.role({ effect: 'deny', permissions: ['tools:read'], sso_group_names: ['staff'] });
    const marks = [(await team.show('alice')).directory, (await team.show('anna')).directory];
    expect(marks.sort()).toEqual(['last_admin', 'whole']);
    expect(await team.held('anna')).toEqual(['rl-admin * manual', `${other} * sso`].sort());
  });

  it('are left out when they deny more than can be kept', async () => {
    const team = await givenStage();
    const text = (columns: string, values: string): string =>
      `insert into castellan.${columns} select $1, ${values} from generate_series(1, 201) n`;
    const query = (sql: string, ...values: string[]) => server.dataSource.query(sql, [team.orgId, ...values]);
    await query(text('role (org_id, role_id, name, name_key)', `'rl-d' || n, 'd' || n, 'd' || n`));
    await query(
      text(
        'role_policy (org_id, role_id, policy_id, position)',
        `'rl-d' || n, (select policy_id from castellan.role_policy where org_id = $1 and role_id = $2), 0`,
      ),
      team.denying,
    );
    await query(text('role_sso_group (org_id, role_id, group_name, position)', `'rl-d' || n, 'denied', 0`));
    expect((await comes(server, team, 'alice', 0, ['denied'])).body.directory).toBe('last_admin');
    await team.member('anna', 'rl-admin');
    expect((await comes(server, team, 'anna', 0, ['denied'])).status).toBe(403);
  });

  it('leave no Admin in a member who is denied access for them', async () => {
    const team = await givenStage();
    await team.member('anna', 'rl-admin');
    const mark = (directory: string) =>
      server.dataSource.query(
        `update castellan.member set directory = $2, stamp = castellan.new_stamp() where org_id = $1 and user_id = 'anna'`,
        [team.orgId, directory],
      );
    await mark('overflow');
    const { body } = await team.alice.delete(`${team.path}/members/alice`).expect(409);
    expect(body.details).toEqual({ reason: 'last_admin' });
    await mark('whole');
    await team.alice.delete(`${team.path}/members/alice`).expect(204);
  });
});

describe('mapping a role that denies', () => {
  it('to a group of an Admin needs everything, as assigning it does', async () => {
    const team = await givenStage();
    await team.member('anna', 'rl-admin');
    await comes(server, team, 'anna', 0, ['staff']);
    const mapper = await team.role({ permissions: ['roles:*', 'secrets:*', 'members:assign'] });
    await team.member('carol', mapper);
    const sent = { sso_group_names: ['limited', 'staff'] };
    const { body } = await server.as('carol').put(`${team.path}/roles/${team.denying}`, sent).expect(403);
    expect(body.details).toMatchObject({ reason: 'escalation', missing: ['*:*:*'] });
    await team.member('anna', 'rl-viewer');
    await server.as('carol').put(`${team.path}/roles/${team.denying}`, sent).expect(200);
    expect(await team.show('anna')).toMatchObject({ denied_permissions: ['secrets:*:read'] });
  });
});

describe('an Admin by recovery', () => {
  const recover = (team: Team, user_id: string) =>
    server.as(OPERATOR).post(`/v1/orgs/${team.orgId}/recovery`, { user_id }).expect(204);

  it('has no groups, and the recovery is logged', async () => {
    const team = await givenStage();
    await comes(server, team, 'bob', 0, ['limited']);
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await recover(team, 'bob');
    expect(logged.mock.calls.join()).toContain(`recovered organisation ${team.orgId}`);
    expect(await team.show('bob')).toMatchObject({ directory: 'off', role_ids: ['rl-admin'] });
    expect((await comes(server, team, 'bob', 1, ['limited'])).body).toMatchObject({
      directory: 'off',
      denied_permissions: [],
      role_ids: ['rl-admin'],
    });
    await team.alice.put(`${team.path}/roles/${team.denying}`, { sso_group_names: ['limited', 'x'] }).expect(200);
    await team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection: null }).expect(200);
    expect(await team.show('bob')).toMatchObject({ directory: 'off', role_ids: ['rl-admin'] });
  });

  it.each<[string, (team: Team) => PromiseLike<{ status: number }>]>([
    ['assigns roles', ({ alice, path }) => alice.post(`${path}/members`, { user_id: 'bob', role_ids: ['rl-admin'] })],
    ['gives a role', ({ alice, path }) => alice.put(`${path}/members/bob/roles/rl-viewer`, {})],
    ['takes a role', ({ alice, path }) => alice.delete(`${path}/members/bob/roles/rl-admin`)],
    ['sets the status', ({ alice, path }) => alice.put(`${path}/members/bob`, { status: 'active' })],
  ])('has groups again once somebody %s: those of the next token, whatever its age', async (_, change) => {
    const team = await givenStage();
    await comes(server, team, 'bob', 5, ['limited']);
    await recover(team, 'bob');
    await comes(server, team, 'bob', 6, ['limited']);
    expect((await change(team)).status).toBeLessThan(300);
    expect((await team.show('bob')).directory).toBe('whole');
    expect((await comes(server, team, 'bob', 4, ['limited'])).body.denied_permissions).toEqual(['secrets:*:read']);
  });
});
