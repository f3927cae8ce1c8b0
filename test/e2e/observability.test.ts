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
