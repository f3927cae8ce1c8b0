import { randomUUID } from 'node:crypto';
import { requestId } from '../../apps/server/src/edge/adapter';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { envelope } from './answers';
import { sendRaw } from './raw-http';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('metrics', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const lines = async (): Promise<string[]> => {
    const { text, headers } = await server.anonymous.get('/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    return text.split('\n');
  };

  it('count requests by method, route pattern and status', async () => {
    const team = await givenTeam(server);
    const path = `${team.path}/policies/pol-admin`;
    await team.alice.get(path).expect(200);
    await server.anonymous.get(path).expect(401);
    await server.as('mallory').get(path).expect(403);
    const counted = (await lines()).filter((line) => line.startsWith('http_request_duration_seconds_count'));
    const route = '/v1/orgs/:org_id/iam/policies/:policy_id';
    for (const status of [200, 401, 403]) {
      const labels = `method="GET",route="${route}",status="${status}"`;
      expect(counted).toContain(`http_request_duration_seconds_count{${labels}} 1`);
    }
  });

  it('have no id of anybody or anything in a label, whatever is asked for', async () => {
    const team = await givenTeam(server);
    const secret = `secret-${randomUUID()}`;
    for (const id of [secret, encodeURIComponent(`${secret}/x`)]) {
      await team.alice.get(`${team.path}/members/${id}`).expect(404);
      await team.alice.get(`/${id}`).expect(404);
      await team.alice.get(`${team.path}/policies?cursor=${id}`).expect(422);
    }
    await sendRaw(server.url, `PATCH /v1/orgs/${secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await sendRaw(server.url, `GET /%zz${secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const text = (await lines()).join('\n');
    for (const id of [secret, team.orgId, 'alice', OPERATOR]) expect([id, text.includes(id)]).toEqual([id, false]);
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route));
    expect([...routes].filter((route) => !/^(none|\/[a-z0-9_.:/*-]*)$/.test(route as string))).toEqual([]);
    expect(routes).toContain('none');
  });

  it('tell of the process too', async () => {
    expect(await lines()).toContainEqual(expect.stringMatching(/^process_cpu_seconds_total \d/));
  });
});

describe('health', () => {
  it('is live and ready while the database answers, and only live when it does not', async () => {
    const server = await startTestServer();
    const live = await server.anonymous.get('/health/live').expect(200);
    const ready = await server.anonymous.get('/health/ready').expect(200);
    expect([live.body.status, ready.body]).toEqual(['ok', expect.objectContaining({ status: 'ok' })]);
    await server.dataSource.destroy();
    await server.anonymous.get('/health/live').expect(200);
    const { body, headers } = await server.anonymous.get('/health/ready').expect(503);
    expect(body).toEqual(envelope(503, 'SERVICE_UNAVAILABLE', 'The service is not available right now'));
    expect(headers['retry-after']).toBe('1');
    await server.dataSource.initialize();
    await server.anonymous.get('/health/ready').expect(200);
    await server.close();
  });
});

describe('a request id', () => {
  it('is the one that was sent when that is printable and short, else a new one', () => {
    const of = (sent: string | string[] | undefined): string => requestId({ headers: { 'x-request-id': sent } });
    for (const good of ['a', 'x'.repeat(128), '00-abc-01', '!~']) expect(of(good)).toBe(good);
    for (const bad of ['', 'a b', 'x'.repeat(129), 'é', 'a\nb', '\u0000', undefined, ['a', 'b']]) {
      expect(of(bad)).toMatch(UUID);
    }
    expect(of(undefined)).not.toBe(of(undefined));
  });
});

describe('the log', () => {
  let server: TestServer;
  let written = '';
  let stdout: jest.SpyInstance;

  beforeAll(async () => {
    stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written += String(chunk);
      return true;
    });
    server = await startTestServer({ config: { logLevel: 'info' } });
  });
  afterAll(async () => {
    await server.close();
    stdout.mockRestore();
  });

  /** The lines about requests with this id; a line is written when its answer has gone. */
  const linesOf = async (id: string): Promise<any[]> => {
    for (let tries = 0; tries < 100; tries++) {
      const lines = written.split('\n').filter((line) => line.startsWith('{') && line.includes(JSON.stringify(id)));
      if (lines.length > 0) return lines.map((line) => JSON.parse(line));
      await new Promise((resolve) => setImmediate(resolve));
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
      expect(await linesOf(id)).toEqual([
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
      expect(await linesOf(answer.headers['x-request-id'] as string)).toHaveLength(1);
    }
    await server.anonymous.get(`/nothing?secret=${secret}`).expect(404);
    await server.anonymous.get(`/%zz?secret=${secret}`).expect(400);
    for (const text of [secret, token, token.split('.')[2] as string, broken.split('.')[1] as string, 'Bearer ']) {
      expect(written.includes(text)).toBe(false);
    }
  });

  it('has what led to a failure of the service, which the answer has not', async () => {
    const own = await startTestServer({ config: { logLevel: 'info' } });
    const team = await givenTeam(own);
    await own.dataSource.query('alter table castellan.policy rename to gone');
    const { status, body, text, headers } = await team.alice.get(`${team.path}/policies`);
    expect([status, body]).toEqual([500, envelope(500, 'INTERNAL_SERVER_ERROR', 'An unexpected error occurred')]);
    expect(text).not.toMatch(/policy|relation|select/i);
    expect(written).toMatch(/relation .{1,2}castellan\.policy.{1,2} does not exist/);
    const lines = await linesOf(headers['x-request-id'] as string);
    expect(lines).toContainEqual(expect.objectContaining({ res: { status: 500 } }));
    await own.close();
  });
});
