import { randomBytes } from 'node:crypto';
import { FoundingService, schemaHash } from '@castellan/nest/admin';
import { defaultSchema } from '@castellan/core';
import { OPERATOR, startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { forbidden, refusal } from './answers';

let server: TestServer;
let operator: Client;
beforeAll(async () => {
  server = await startTestServer();
  operator = server.as(OPERATOR);
});
afterAll(() => server.close());

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const SSO = { issuer: 'https://login.acme.example', claim: 'tenant', value: 'Acme Ltd' };
const newId = (): string => `org-${randomBytes(6).toString('hex')}`;
const error = (status_code: number, code: string, message: string, details: object): object => ({
  error: code,
  message,
  details,
  timestamp: TIME,
  status_code,
});
const orgIds = ({ organisations }: any): string[] => organisations.map(({ org_id }: any) => org_id);

describe('making an organisation', () => {
  it('answers it whole, with built-ins and an Admin who may do everything at once', async () => {
    const org_id = newId();
    const { body, headers } = await operator
      .post('/v1/orgs', { org_id, name: 'Acme', admin_user_id: 'auth0|1' })
      .expect(201);
    expect(body).toEqual({
      org_id,
      name: 'Acme',
      sso_connection: null,
      created_at: TIME,
      updated_at: TIME,
      created_by: OPERATOR,
    });
    expect(headers['castellan-revision']).toBeUndefined();
    const shown = await server.as('auth0|1').get(`/v1/orgs/${org_id}`).expect(200);
    expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
    const [state] = await server.dataSource.query('select * from castellan.organisation_state where org_id = $1', [
      org_id,
    ]);
    expect(state).toMatchObject({
      revision: '1',
      policies: 4,
      roles: 4,
      members: 1,
      workspaces: 0,
      admin_witness: 'auth0|1',
      schema_hash: schemaHash(defaultSchema),
    });
  });

  it('is audited, with the assignment of its Admin', async () => {
    const team = await givenTeam(server);
    const [made, assigned] = await team.audit();
    const { body } = await team.alice.get(`/v1/orgs/${team.orgId}`).expect(200);
    expect(made).toMatchObject({
      action: 'org.create',
      target: { type: 'orgs', id: team.orgId },
      before: null,
      after: body,
      actor: { id: OPERATOR, kind: 'operator' },
      seq: 1,
      schema_hash: schemaHash(defaultSchema),
    });
    expect(assigned).toMatchObject({
      action: 'member.assign',
      target: { type: 'members', id: 'alice' },
      before: null,
      after: { assignments: [{ role_id: 'rl-admin', scope: '*', origin: 'manual', expires_at: null }] },
    });
  });

  it('is for platform admins', async () => {
    const body = { org_id: newId(), name: 'Acme', admin_user_id: 'alice' };
    await server.anonymous.post('/v1/orgs', body).expect(401);
    const refused = await server.as('alice').post('/v1/orgs', { wrong: 1 }).expect(403);
    expect(refused.body).toEqual(forbidden('platform-admins-only'));
  });

  it('is refused an id that is taken, also under a race', async () => {
    const body = { org_id: newId(), name: 'Acme', admin_user_id: 'alice' };
    const tries = await Promise.all([1, 2, 3].map(() => operator.post('/v1/orgs', body)));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body: answer } = await operator.post('/v1/orgs', body).expect(409);
    expect(answer).toEqual(error(409, 'CONFLICT', 'Another organisation has this id', { reason: 'id_taken' }));
  });

  it('is told all mistakes of its body at once', async () => {
    const { body } = await operator.post('/v1/orgs', { org_id: 'Acme', name: ' ', extra: 1 }).expect(422);
    expect(body.detail).toMatchObject([
      { type: 'value_error', loc: ['body', 'org_id'], input: 'Acme' },
      { type: 'value_error', loc: ['body', 'name'], msg: 'Value error, must not be blank' },
      { type: 'missing', loc: ['body', 'admin_user_id'] },
      { type: 'extra_forbidden', loc: ['body', 'extra'] },
    ]);
  });
});

describe('the bootstrap', () => {
  it('makes the organisation once, whoever starts', async () => {
    const [org, orgs] = [newId(), server.running.app.get(FoundingService)];
    await Promise.all([1, 2, 3].map(() => orgs.bootstrap({ org, admin: 'zoe' })));
    await orgs.bootstrap({ org, admin: 'mallory' });
    const { body } = await server.as('zoe').get(`/v1/orgs/${org}`).expect(200);
    expect(body).toMatchObject({ org_id: org, name: org, created_by: 'system' });
    await server.as('mallory').get(`/v1/orgs/${org}`).expect(403);
  });
});

describe('a list of organisations', () => {
  it("shows a user's own, page by page", async () => {
    const user = `user-${newId()}`;
    const own = (await Promise.all([1, 2, 3].map(() => server.org(user)))).sort();
    await server.org('alice');
    const first = (await server.as(user).get('/v1/orgs?limit=2').expect(200)).body;
    expect(first).toMatchObject({ total: 3, has_more: true });
    expect(first.organisations[0]).toEqual({ org_id: own[0], name: `Organisation ${own[0]}`, created_at: TIME });
    const { body } = await server.as(user).get(`/v1/orgs?limit=2&cursor=${first.next_cursor}`).expect(200);
    expect([...orgIds(first), ...orgIds(body)]).toEqual(own);
    expect(body).toMatchObject({ total: 3, has_more: false, next_cursor: null });
    await server.as(user).get('/v1/orgs?cursor=AAAA').expect(422);
    await server.anonymous.get('/v1/orgs').expect(401);
  });

  it('is empty for a stranger, and leaves out where the user is suspended', async () => {
    const user = `user-${newId()}`;
    const nothing = { total: 0, has_more: false, next_cursor: null, organisations: [] };
    expect((await server.as(user).get('/v1/orgs').expect(200)).body).toEqual(nothing);
    const team = await givenTeam(server);
    await team.member(user);
    expect((await server.as(user).get('/v1/orgs').expect(200)).body.total).toBe(1);
    await team.alice.put(`${team.path}/members/${user}`, { status: 'suspended' }).expect(200);
    expect((await server.as(user).get('/v1/orgs').expect(200)).body).toEqual(nothing);
  });

  it('shows all to platform admins', async () => {
    const orgId = await server.org();
    let [seen, cursor] = [[] as string[], ''];
    do {
      const { body } = await operator.get(`/v1/orgs?limit=5${cursor}`).expect(200);
      seen = [...seen, ...orgIds(body)];
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      expect(body.total).toBeGreaterThanOrEqual(seen.length);
    } while (cursor !== '');
    expect(seen).toContain(orgId);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});

describe('changing an organisation', () => {
  it.each(['name', 'email', 'preferred_username'])('takes no tenant from the profile claim %s', async (claim) => {
    const team = await givenTeam(server);
    const sent = { sso_connection: { ...SSO, claim } };
    const { body } = await team.alice.put(`/v1/orgs/${team.orgId}`, sent).expect(422);
    expect(body.detail).toMatchObject([
      { type: 'value_error', loc: ['body', 'sso_connection', 'claim'], input: claim },
    ]);
  });

  it('changes what the body names, under the tag that was read, and audits it', async () => {
    const team = await givenTeam(server);
    const path = `/v1/orgs/${team.orgId}`;
    const { body: before, headers } = await team.alice.get(path).expect(200);
    const tag = headers['etag'] as string;
    const { body } = await team.alice.put(path, { sso_connection: SSO }).set('If-Match', tag).expect(200);
    expect(body).toEqual({ ...before, sso_connection: SSO, updated_at: TIME });
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'org.update', before, after: body });
    const late = await team.alice.put(path, { name: 'Late' }).set('If-Match', tag).expect(412);
    expect(late.body).toEqual(error(412, 'PRECONDITION_FAILED', 'The resource has changed since it was read', {}));
    const renamed = await team.alice.put(path, { name: 'Renamed' }).expect(200);
    expect(renamed.body).toMatchObject({ name: 'Renamed', sso_connection: SSO });
    const revision = await team.revision();
    await team.alice.put(path, { name: 'Renamed', sso_connection: SSO }).expect(200);
    expect(await team.revision()).toBe(revision);
    const removed = await team.alice.put(path, { sso_connection: null }).expect(200);
    expect(removed.body.sso_connection).toBeNull();
    expect((await team.audit()).at(-1)).toMatchObject({ before: { sso_connection: SSO }, after: removed.body });
  });

  it('takes an SSO connection whole or not at all', async () => {
    const team = await givenTeam(server);
    const sent = { sso_connection: { issuer: 'https://a b', value: '', extra: 1 } };
    const { body } = await team.alice.put(`/v1/orgs/${team.orgId}`, sent).expect(422);
    expect(body.detail).toMatchObject([
      { type: 'value_error', loc: ['body', 'sso_connection', 'issuer'] },
      { type: 'missing', loc: ['body', 'sso_connection', 'claim'] },
      { type: 'string_too_short', loc: ['body', 'sso_connection', 'value'], ctx: { min_length: 1 } },
      { type: 'extra_forbidden', loc: ['body', 'sso_connection', 'extra'] },
    ]);
  });

  it('is for those who may update it; reading it is another permission', async () => {
    const team = await givenTeam(server);
    const path = `/v1/orgs/${team.orgId}`;
    await team.member('bob', await team.role({ permissions: [`orgs:${team.orgId}:read`] }));
    await server.as('bob').get(path).expect(200);
    const { body } = await server.as('bob').put(path, { wrong: 1 }).expect(403);
    expect(body.details).toEqual(refusal('no-grant', { required_permission: 'orgs:update' }));
    await server.anonymous.put(path, {}).expect(401);
  });

  it('of a stranger is the same 403 whether or not the organisation exists', async () => {
    const answers = [await server.org(), 'nowhere'].map((id) => server.as('mallory').get(`/v1/orgs/${id}`).expect(403));
    const [one, other] = (await Promise.all(answers)).map(({ body }) => ({ ...body, timestamp: 0 }));
    expect(one).toEqual(other);
    expect(one.details).toEqual(refusal('not-a-member', { required_permission: 'orgs:read' }));
  });
});
