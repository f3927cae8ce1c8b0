import type { Response } from 'supertest';
import { startLoggedServer, type LoggedServer } from '../support/logged-server';
import { ISSUER, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

// In a file of its own: in one process all servers share what is logged beside requests, at the level of the first.
describe('a refused request', () => {
  let server: TestServer;
  let logged: LoggedServer;
  let team: Team;
  beforeAll(async () => {
    logged = await startLoggedServer();
    ({ server } = logged);
    team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
  });
  afterAll(() => logged.close());

  /** The lines about the refusal of an answer. */
  const refusals = ({ headers }: Response): any[] =>
    logged
      .written()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(headers['x-request-id'] as string))
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'request refused');

  const line = (status: number, values: object): unknown[] => [
    expect.objectContaining({ level: 40, status, requestId: expect.any(String), ...values }),
  ];

  it('leaves one line with user, organisation, route, permission and reason, on both faces', async () => {
    const iam = await server.as('bob').post(`${team.path}/roles`, { name: 'x' }).expect(403);
    const org = team.orgId;
    const asked = { user: 'bob', org, permission: 'roles:create', reason: 'no-grant' };
    expect(refusals(iam)).toEqual(line(403, { ...asked, route: 'POST /v1/orgs/:org_id/iam/roles' }));
    const statements = await server.as('bob').post(`/organizations/${org}/roles`, {}).expect(403);
    const route = 'POST /organizations/:organizationId/roles';
    expect(refusals(statements)).toEqual(line(403, { ...asked, route }));
  });

  it('names a stranger and the organisation that was asked for', async () => {
    const answer = await server.as('mallory').get('/v1/orgs/nowhere/iam/roles').expect(403);
    expect(refusals(answer)).toEqual(line(403, { user: 'mallory', org: 'nowhere', reason: 'not-a-member' }));
  });

  it('leaves one line for a right that the actor lacks, with the missing rights', async () => {
    const role = await team.role({ permissions: ['roles:create', 'policies:create', 'roles:read', 'policies:read'] });
    await team.member('carol', role);
    const body = { name: 'Strong', permissions: ['apps:*:delete'] };
    const answer = await server.as('carol').post(`${team.path}/policies`, body).expect(403);
    const asked = { user: 'carol', org: team.orgId, permission: 'policies:create', reason: 'escalation' };
    expect(refusals(answer)).toEqual(line(403, { ...asked, missing: ['apps:*:delete'] }));
    expect(answer.body.details).toMatchObject({ required_permission: 'policies:create', reason: 'escalation' });
  });

  it('says that a route is for platform admins', async () => {
    const answer = await server.as('bob').post('/v1/orgs', {}).expect(403);
    expect(refusals(answer)).toEqual(line(403, { user: 'bob', org: null, reason: 'platform-admins-only' }));
  });

  const tokens: ReadonlyArray<readonly [string, Record<string, unknown>, RegExp]> = [
    ['whose groups are not a list', { groups: 7 }, /groups claim/],
    ['that has expired', { exp: 1 }, /expired/],
    ['of another issuer', { iss: `${ISSUER}/other` }, /issuer/],
    ['whose sub is a number', { sub: 42 }, /sub|subject/],
    ['without a sub', { sub: undefined }, /sub/],
    ['whose sub ends with a space', { sub: 'zed ' }, /space at either end/],
    ['whose sub is reserved for service accounts', { sub: 'sa-1' }, /reserved/],
    ['whose sub is reserved for pending members', { sub: 'pm-1' }, /reserved/],
  ];

  it.each(tokens)('for a token %s leaves its reason in the log, and not in the answer', async (_, claims, reason) => {
    const { sub = 'zed', ...others } = claims;
    const user = 'sub' in claims ? (claims['sub'] as string) : (sub as string);
    const answer = await server.as(user, others).get(`${team.path}/me`);
    expect([answer.status, answer.body.details]).toEqual([401, {}]);
    expect(refusals(answer)).toEqual(line(401, { user: null, org: team.orgId, reason: expect.stringMatching(reason) }));
  });

  it('leaves a line for a request without a token too', async () => {
    const answer = await server.anonymous.get(`${team.path}/me`).expect(401);
    expect(refusals(answer)).toEqual(line(401, { user: null, org: team.orgId, reason: 'no Authorization header' }));
  });

  it('never leaves its token in the log', async () => {
    const token = server.token('zed', { groups: 7 });
    await server.anonymous.get(`${team.path}/me`).set('Authorization', `Bearer ${token}`).expect(401);
    await server.anonymous.get(`${team.path}/me`).set('Authorization', `Bearer ${token}x`).expect(401);
    for (const part of token.split('.')) expect(logged.written()).not.toContain(part);
  });
});
