import { randomUUID } from 'node:crypto';
import { startLoggedServer, type LoggedServer } from '../support/logged-server';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { envelope } from './answers';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// In a file of its own: in one process all servers share what is logged beside requests, at the level of the first.
describe('the log', () => {
  let server: TestServer;
  let logged: LoggedServer;
  beforeAll(async () => {
    logged = await startLoggedServer();
    ({ server } = logged);
  });
  afterAll(() => logged.close());

  /** The lines about requests with this id; a line is written when its answer has gone. */
  const linesOf = async (id: string): Promise<any[]> => {
    for (let tries = 0; tries < 100; tries++) {
      const lines = logged
        .written()
        .split('\n')
        .filter((line) => line.startsWith('{') && line.includes(JSON.stringify(id)));
      if (lines.length > 0) return lines.map((line) => JSON.parse(line));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return [];
  };

  /** Those of them that say that the request was answered. */
  const requestsOf = async (id: string): Promise<any[]> => {
    for (let tries = 0; tries < 100; tries++) {
      const lines = (await linesOf(id)).filter(({ req }) => req !== undefined);
      if (lines.length > 0) return lines;
    }
    return [];
  };

  it('has one line for each request, with method, path, status and the id of the answer', async () => {
    const team = await givenTeam(server);
    const requests = [
      [await team.alice.get(`${team.path}/policies?limit=1`), 'GET', `${team.path}/policies`, 200],
      [await team.alice.post(`${team.path}/roles`, { name: '' }), 'POST', `${team.path}/roles`, 422],
      [await server.anonymous.get(`${team.path}/roles`), 'GET', `${team.path}/roles`, 401],
      [await server.as('bob').get(`${team.path}/roles`), 'GET', `${team.path}/roles`, 403],
      [await server.anonymous.get('/nothing?x=1'), 'GET', '/nothing', 404],
      [await server.anonymous.delete('/v1/orgs?x=1'), 'DELETE', '/v1/orgs', 405],
      [await server.anonymous.get('/health/live'), 'GET', '/health/live', 200],
    ] as const;
    for (const [{ headers }, method, path, status] of requests) {
      const id = headers['x-request-id'] as string;
      expect(id).toMatch(UUID);
      expect(await requestsOf(id)).toEqual([
        expect.objectContaining({ req: { id, method, path }, res: { status }, responseTime: expect.any(Number) }),
      ]);
    }
  });

  it('has the id that the caller gave, and another in the place of a bad one', async () => {
    const given = `mine-${randomUUID()}`;
    const answer = await server.anonymous.get('/health/live').set('X-Request-Id', given);
    expect([answer.headers['x-request-id'], (await linesOf(given)).length]).toEqual([given, 1]);
    const bad = `has spaces ${randomUUID()}`;
    const other = await server.anonymous.get('/health/live').set('X-Request-Id', bad);
    expect(other.headers['x-request-id']).toMatch(UUID);
    expect(await linesOf(other.headers['x-request-id'] as string)).toHaveLength(1);
    expect(await linesOf(bad)).toEqual([]);
  });

  it('has the id that the audit log has', async () => {
    const team = await givenTeam(server);
    const { headers } = await team.alice.post(`${team.path}/roles`, { name: 'One' }).expect(201);
    expect((await team.audit()).at(-1)).toMatchObject({ request_id: headers['x-request-id'] });
  });

  it('has no token, no query, no header and no body in it, whatever the answer', async () => {
    const team = await givenTeam(server);
    const secret = `hunter${randomUUID()}`;
    const token = server.token('alice', { secret });
    const broken = `${token.slice(0, -5)}AAAAA`;
    for (const sent of [token, broken, secret]) {
      const answer = await server.anonymous
        .post(`${team.path}/roles?token=${secret}`)
        .set({ Authorization: `Bearer ${sent}`, Cookie: `session=${secret}`, 'X-Api-Key': secret })
        .send({ name: secret, password: secret });
      expect(await requestsOf(answer.headers['x-request-id'] as string)).toHaveLength(1);
    }
    await server.anonymous.get(`/nothing?secret=${secret}`).expect(404);
    await server.anonymous.get(`/%zz?secret=${secret}`).expect(400);
    for (const text of [secret, token, token.split('.')[2] as string, broken.split('.')[1] as string, 'Bearer ']) {
      expect(logged.written().includes(text)).toBe(false);
    }
  });

  it('has what led to a failure of the service, which the answer has not', async () => {
    const own = await startTestServer({ config: { logLevel: 'info' } });
    const team = await givenTeam(own);
    await own.dataSource.query('alter table castellan.policy rename to gone');
    const { status, body, text, headers } = await team.alice.get(`${team.path}/policies`);
    expect([status, body]).toEqual([500, envelope(500, 'INTERNAL_SERVER_ERROR', 'An unexpected error occurred')]);
    expect(text).not.toMatch(/policy|relation|select/i);
    expect(logged.written()).toMatch(/relation .{1,2}castellan\.policy.{1,2} does not exist/);
    const lines = await linesOf(headers['x-request-id'] as string);
    expect(lines).toContainEqual(expect.objectContaining({ res: { status: 500 } }));
    await own.close();
  });
});
