import type { Response } from 'supertest';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { fill, makeSamples, ROUTES, type RouteRow } from './route-table';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const changes = ROUTES.filter(({ method, path }) => method !== 'GET' && !path.includes('/check')).map(
  (row): [string, RouteRow] => [`${row.method} ${row.path}`, row],
);

/** Everything that is stored of an organisation, and what all organisations share. */
async function everything(orgId: string): Promise<string> {
  const tables = await server.dataSource.query<Array<{ name: string }>>(
    `select tablename as name from pg_tables
      where schemaname = 'castellan' and tablename not in ('installation', 'migration', 'permission_schema') order by 1`,
  );
  const read = tables.map(({ name }) =>
    server.dataSource.query(`select * from castellan.${name} t where org_id = $1 order by t::text`, [orgId]),
  );
  return JSON.stringify(await Promise.all(read));
}

const attempt = async (
  team: Team,
  path: string,
  method: 'post' | 'put' | 'delete',
  body?: object,
): Promise<Response> => {
  const tried = `${path}${path.includes('?') ? '&' : '?'}dry_run=true`;
  return method === 'delete' ? team.alice.delete(tried).expect(200) : team.alice[method](tried, body).expect(200);
};

describe('a dry run', () => {
  it.each(changes)('of %s says that it would succeed, and writes nothing', async (_, row) => {
    const samples = await makeSamples(server);
    await row.first?.(server.as('alice'), fill(row, samples));
    const before = await everything(samples.org_id);
    const path = `${fill(row, samples)}?dry_run=true`;
    const client = server.as('alice');
    const body = row.body?.(samples);
    const answer = await (row.method === 'DELETE'
      ? client.delete(path)
      : client[row.method === 'PUT' ? 'put' : 'post'](path, body));
    expect([answer.status, answer.body.would_succeed, answer.body.error]).toEqual([200, true, undefined]);
    expect(answer.headers['etag']).toBeUndefined();
    expect(await everything(samples.org_id)).toBe(before);
    const real = await (row.method === 'DELETE'
      ? client.delete(fill(row, samples))
      : client[row.method === 'PUT' ? 'put' : 'post'](fill(row, samples), body));
    expect(real.status).toBe(row.status);
  });

  it('of a new organisation and of a recovery leaves none behind', async () => {
    const operator = server.as(OPERATOR);
    const body = { org_id: 'only-tried', name: 'Tried', admin_user_id: 'alice' };
    const made = await operator.post('/v1/orgs?dry_run=true', body).expect(200);
    expect(made.body).toEqual({
      would_succeed: true,
      gained_total: 1,
      lost_total: 0,
      members_total: 1,
      totals_capped: false,
      by_permission: [{ permission: '*:*:*', gained: 1, lost: 0 }],
      includes_you: false,
      repairers: 1,
      gained: [{ user_id: 'alice', permission: '*:*:*' }],
      lost: [],
      truncated: false,
      ends: [],
      moved: [],
    });
    await operator.post('/v1/orgs/only-tried/recovery', { user_id: 'alice' }).expect(404);
  });

  it('says who would gain and lose what', async () => {
    const team = await givenTeam(server);
    const role = await team.role({ permissions: ['apps:read', 'apps:write'] });
    await team.member('bob', role);
    await team.alice.post(`${team.path}/members`, { user_id: 'carol', role_ids: [] }).expect(200);
    await team.alice.put(`${team.path}/members/carol/roles/${role}`, { scope: 'ws-1' }).expect(200);
    const [policy] = (await team.alice.get(`${team.path}/roles/${role}`)).body.policy_ids;
    const { body } = await attempt(team, `${team.path}/policies/${policy}`, 'put', {
      permissions: ['apps:read', 'tools:read'],
    });
    const once = (permission: string, gained: number, lost: number): object => ({ permission, gained, lost });
    expect(body).toEqual({
      would_succeed: true,
      gained_total: 2,
      lost_total: 2,
      members_total: 2,
      totals_capped: false,
      by_permission: [
        once('apps:*:write', 0, 1),
        once('apps:ws-1:write', 0, 1),
        once('tools:*:read', 1, 0),
        once('tools:ws-1:read', 1, 0),
      ],
      includes_you: false,
      repairers: 1,
      gained: [
        { user_id: 'bob', permission: 'tools:*:read' },
        { user_id: 'carol', permission: 'tools:ws-1:read' },
      ],
      lost: [
        { user_id: 'bob', permission: 'apps:*:write' },
        { user_id: 'carol', permission: 'apps:ws-1:write' },
      ],
      truncated: false,
      ends: [],
      moved: [],
    });
    const removed = await attempt(team, `${team.path}/members/bob`, 'delete');
    expect(removed.body.lost).toEqual(
      ['apps:*:read', 'apps:*:write'].map((permission) => ({ user_id: 'bob', permission })),
    );
    const gone = await attempt(team, `${team.path}/roles/${role}`, 'delete');
    expect(gone.body.lost).toHaveLength(4);
  });

  it('tells of a deny that comes and goes', async () => {
    const team = await givenTeam(server);
    const deny = await team.role({ effect: 'deny', permissions: ['apps:ws-1:read'] });
    await team.member('bob', await team.role({ permissions: ['apps:read'] }));
    const given = await attempt(team, `${team.path}/members/bob/roles/${deny}`, 'put', {});
    expect(given.body).toMatchObject({ gained: [], lost: [{ user_id: 'bob', permission: 'apps:ws-1:read' }] });
    await team.alice.put(`${team.path}/members/bob/roles/${deny}`, {}).expect(200);
    const taken = await attempt(team, `${team.path}/members/bob/roles/${deny}`, 'delete');
    expect(taken.body).toMatchObject({ gained: [{ user_id: 'bob', permission: 'apps:ws-1:read' }], lost: [] });
  });

  it('lists 1,000 effects and says that there are more', async () => {
    const team = await givenTeam(server);
    const role = await team.role({ permissions: ['apps:read', 'apps:write'] });
    const members = Array.from({ length: 501 }, (_, at) => ({ user_id: `user-${at}`, role_ids: [role] }));
    const { body } = await attempt(team, `${team.path}/members/batch`, 'post', { members });
    expect([body.gained.length, body.lost.length, body.truncated]).toEqual([1000, 0, true]);
    expect([body.gained_total, body.lost_total, body.members_total]).toEqual([1002, 0, 501]);
    const fewer = await attempt(team, `${team.path}/members/batch`, 'post', { members: members.slice(0, 500) });
    expect([fewer.body.gained.length, fewer.body.truncated]).toEqual([1000, false]);
  });

  it.each([
    ['a conflict', 'CONFLICT', 409, (t: Team) => attempt(t, `${t.path}/roles/rl-admin`, 'put', { name: 'Other' })],
    ['the last Admin', 'CONFLICT', 409, (t: Team) => attempt(t, `${t.path}/members/alice`, 'delete')],
    [
      'a missing thing',
      'RESOURCE_NOT_FOUND',
      404,
      (t: Team) => attempt(t, `${t.path}/roles`, 'post', { name: 'New', policy_ids: ['pol-none'] }),
    ],
  ])('says that %s would refuse it', async (_, error, status_code, go) => {
    const team = await givenTeam(server);
    const { body } = await go(team);
    expect(body).toMatchObject({ would_succeed: false, error: { error, status_code }, gained: [], lost: [] });
  });

  it('says that an escalation would be refused, and what is missing', async () => {
    const team = await givenTeam(server);
    await team.member('mia', await team.role({ permissions: ['policies:*'] }));
    const body = { name: 'Strong', permissions: ['apps:read'] };
    const answer = await server.as('mia').post(`${team.path}/policies?dry_run=true`, body).expect(200);
    expect(answer.body).toMatchObject({
      would_succeed: false,
      error: { status_code: 403, details: { missing: ['apps:*:read'] } },
    });
  });

  it('needs the rights, the objects and the body that the change needs', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const path = `${team.path}/policies`;
    await server.anonymous.post(`${path}?dry_run=true`, {}).expect(401);
    await server.as('bob').post(`${path}?dry_run=true`, {}).expect(403);
    await team.alice.put(`${path}/pol-none?dry_run=true`, {}).expect(404);
    await team.alice.post(`${path}?dry_run=true`, {}).expect(422);
    for (const value of ['', '1', 'yes', 'true&dry_run=true']) {
      const { body } = await team.alice.post(`${path}?dry_run=${value}`, { name: 'X', permissions: [] }).expect(422);
      expect(body.detail[0].loc).toEqual(['query', 'dry_run']);
    }
    await team.alice.get(`${path}?dry_run=true`).expect(422);
    await team.alice.post(`${path}?dry_run=false`, { name: 'Made', permissions: [] }).expect(201);
  });
});
