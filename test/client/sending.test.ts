import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AuthenticationError,
  ConnectionError,
  createCastellanClient,
  TimeoutError,
  TooManyRequestsError,
  UnavailableError,
  type CastellanClientOptions,
  type ReceivedAnswer,
} from '@castellan/client';

const ORGANIZATION = 'acme';
const POLICY = { name: 'On call', permissions: ['apps:read'] };

/** One answer: a status with headers, or what is done with the connection. */
type Step = readonly [status: number, headers?: Record<string, string>] | ((response: ServerResponse) => void);

const cut: Step = (response) => void response.socket?.destroy();
const silent: Step = () => undefined;
const OK: Step = [200];

/** A server that answers each request by the next step, and remembers what it was sent. */
let server: Server;
let baseUrl: string;
let steps: Step[];
let seen: Array<{ method: string; url: string; body: string; headers: IncomingMessage['headers'] }>;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers });
      const step = steps.shift() ?? OK;
      if (typeof step === 'function') return step(response);
      const [status, headers] = step;
      const failed = { error: 'CODE', message: 'It failed.', details: {}, timestamp: '', status_code: status };
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(status === 204 ? undefined : JSON.stringify(status < 400 ? { policy_id: 'pol-1' } : failed));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  steps = [];
  seen = [];
});

const clientWith = (options: Partial<CastellanClientOptions> = {}) =>
  createCastellanClient({ baseUrl, token: 'token', organization: ORGANIZATION, ...options });

const AWAY: Step = [503, { 'Retry-After': '0' }];
const BUSY: Step = [429, { 'Retry-After': '0' }];

describe('a call that may be repeated', () => {
  const client = () => clientWith();
  const calls: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ['a read', () => client().policies.get('pol-1')],
    ['a replacement', () => client().policies.update('pol-1', POLICY)],
    ['a deletion', () => client().policies.delete('pol-1')],
    ['a check', () => client().permissions.check({ permission: 'apps:read' })],
    ['a dry run', () => client().dryRun.policies.create(POLICY)],
  ];

  it.each(calls)('is sent again when the service is away, and when no answer came: %s', async (_, call) => {
    steps = [AWAY, cut, OK];
    await call();
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).size).toBe(1);
  });

  it('is given up after as many tries as the client says', async () => {
    steps = [AWAY, AWAY, AWAY, OK];
    await expect(client().policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(seen).toHaveLength(3);
    steps = [AWAY, OK];
    await expect(clientWith({ maxRetries: 0 }).policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(seen).toHaveLength(4);
    steps = [cut, cut, cut];
    const lost = client().policies.get('pol-1');
    await expect(lost).rejects.toThrow(ConnectionError);
    await expect(lost).rejects.toThrow(`No answer came from ${baseUrl}.`);
    await expect(lost).rejects.toHaveProperty('cause.message', 'fetch failed');
  });

  it('is handed over when the service asks for a longer wait than that', async () => {
    steps = [[503, { 'Retry-After': '3600' }]];
    await expect(client().policies.get('pol-1')).rejects.toMatchObject({ status: 503, retryAfter: 3_600 });
    expect(seen).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 412, 422, 500])('is not sent again after a %i', async (status) => {
    steps = [[status]];
    await expect(client().policies.get('pol-1')).rejects.toMatchObject({ status });
    expect(seen).toHaveLength(1);
  });
});

describe('a failure that breaks off', () => {
  it.each([503, 401])('is repeated like any other: %i', async (status) => {
    const half: Step = (response) => {
      response.writeHead(status, { 'Content-Length': '50', 'Retry-After': '0' }).write('{"error":');
      setTimeout(() => response.socket?.destroy(), 20);
    };
    steps = [half, OK];
    let made = 0;
    await clientWith({ token: () => `token-${made++}` }).policies.get('pol-1');
    expect(seen).toHaveLength(2);
  });
});

describe('a call that may not be repeated', () => {
  const client = () => clientWith();
  const calls: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ['something is made', () => client().policies.create(POLICY)],
    ['something changes on a condition', () => client().policies.update('pol-1', POLICY, { ifMatch: '"tag"' })],
    ['roles are assigned', () => client().members.assign({ user_id: 'bob', role_ids: ['rl-1'] } as never)],
  ];

  it.each(calls)('is sent once, because it may have been carried out: %s', async (_, call) => {
    steps = [AWAY];
    await expect(call()).rejects.toThrow(UnavailableError);
    steps = [cut];
    await expect(call()).rejects.toThrow(ConnectionError);
    expect(seen).toHaveLength(2);
  });

  it.each(calls)('is sent again when it was turned away at the door: %s', async (_, call) => {
    steps = [BUSY, BUSY, OK];
    await call();
    steps = [BUSY, BUSY, BUSY];
    await expect(call()).rejects.toThrow(TooManyRequestsError);
    expect(seen).toHaveLength(6);
  });
});

describe('a token that the service rejects', () => {
  const tokensSent = (): unknown[] => seen.map(({ headers }) => headers.authorization);

  it('is asked for anew, once for all calls that were sent with it, and told which one it was', async () => {
    const asked: unknown[] = [];
    let current = 'old';
    const token = async ({ rejected }: { rejected?: string }): Promise<string> => {
      asked.push(rejected);
      if (rejected === current) current = 'new';
      return current;
    };
    steps = [[401], OK];
    await clientWith({ token }).policies.create(POLICY);
    expect([tokensSent(), asked]).toEqual([
      ['Bearer old', 'Bearer new'],
      [undefined, 'old'],
    ]);
    expect(seen.map(({ body }) => JSON.parse(body))).toEqual([POLICY, POLICY]);
    current = 'late';
    asked.length = 0;
    const waiting: ServerResponse[] = [];
    const reject: Step = (response) => {
      waiting.push(response);
      if (waiting.length === 5) for (const one of waiting) one.writeHead(401).end();
    };
    steps = Array.from({ length: 5 }, () => reject);
    const client = clientWith({ token });
    await Promise.all(Array.from({ length: 5 }, () => client.policies.get('pol-1')));
    expect(asked.filter((rejected) => rejected === 'late')).toHaveLength(1);
  });

  it('is asked for anew after a while, though the last one never came or has ended since', async () => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
    try {
      let asked = 0;
      const never = (): Promise<never> => new Promise(() => undefined);
      const token = ({ rejected }: { rejected?: string }) =>
        rejected === undefined ? 'first' : asked++ === 0 ? never() : `token-${asked}`;
      const client = clientWith({ token, timeoutMs: 300 });
      steps = [[401]];
      await expect(client.policies.get('pol-1')).rejects.toThrow(TimeoutError);
      for (const expected of ['Bearer token-2', 'Bearer token-3']) {
        ahead += 6_000;
        steps = [[401], OK];
        await client.policies.get('pol-1');
        expect(seen.at(-1)?.headers.authorization).toBe(expected);
      }
    } finally {
      clock.mockRestore();
    }
  });

  it('is a 401 when there is no other one', async () => {
    for (const token of ['token', () => 'token']) {
      steps = [[401]];
      await expect(clientWith({ token }).policies.get('pol-1')).rejects.toThrow(AuthenticationError);
    }
    expect(seen).toHaveLength(2);
    let made = 0;
    steps = [[401], [401]];
    await expect(clientWith({ token: () => `token-${made++}` }).policies.get('pol-1')).rejects.toThrow(
      AuthenticationError,
    );
    expect(seen).toHaveLength(4);
  });
});

describe('an answer that leads elsewhere', () => {
  it.each([301, 302, 307, 308])('is followed nowhere: %i', async (status) => {
    const sent: string[] = [];
    const elsewhere = createServer((request, response) => {
      sent.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const redirect: Step = [status, { Location: location }];
    steps = [redirect, redirect];
    const client = clientWith({ maxRetries: 0 });
    await expect(client.policies.get('pol-1')).rejects.toThrow(ConnectionError);
    await expect(client.policies.create(POLICY)).rejects.toThrow(ConnectionError);
    expect(sent).toEqual([]);
    await new Promise((closed) => elsewhere.close(closed));
  });

  it('ends the pages, where one leads to itself', async () => {
    const page = JSON.stringify({ policies: [{ policy_id: 'pol-1' }], next_cursor: 'c-1', has_more: true });
    const repeated: Step = (response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end(page);
    steps = [repeated, repeated, repeated];
    const ids: string[] = [];
    const all = async (): Promise<void> => {
      for await (const { policy_id } of clientWith().policies.all()) ids.push(policy_id);
    };
    await expect(all()).rejects.toThrow('answered a page that leads back');
    expect([ids.length, seen.length]).toEqual([2, 2]);
  });

  it('ends the pages, where the cursor of the next one is empty', async () => {
    const page = JSON.stringify({ policies: [{ policy_id: 'pol-1' }], next_cursor: '', has_more: false });
    steps = [(response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end(page)];
    const ids: string[] = [];
    for await (const { policy_id } of clientWith().policies.all()) ids.push(policy_id);
    expect([ids, seen.length]).toEqual([['pol-1'], 1]);
  });

  it('ends the pages of the Roles API, where there is no next one', async () => {
    steps = [(response) => void response.end(JSON.stringify({ data: [{ id: 'r-1' }], nextToken: null }))];
    const ids: string[] = [];
    for await (const { id } of clientWith().rolesApi.all()) ids.push(id);
    expect([ids, seen.length]).toEqual([['r-1'], 1]);
  });

  it.each([300, 302, 304])('is no success: %i', async (status) => {
    steps = [[status], [status]];
    const client = clientWith({ maxRetries: 0 });
    await expect(client.policies.delete('pol-1')).rejects.toThrow(ConnectionError);
    await expect(client.policies.create(POLICY)).rejects.toThrow(ConnectionError);
  });
});

describe("an answer that is not the service's", () => {
  const answer =
    (status: number, body: string, headers: Record<string, string> = {}): Step =>
    (response) =>
      void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
  const brokenOff: Step = (response) => {
    response.writeHead(200, { 'Content-Length': '50' }).write('{"policy_id":');
    setTimeout(() => response.socket?.destroy(), 20);
  };

  it.each([
    ['empty', answer(200, '')],
    ['a page of HTML', answer(200, '<html>')],
    ['broken off', brokenOff],
    ['no page', answer(200, '{}')],
  ])('rejects as one that did not come: %s', async (_, step) => {
    steps = [step];
    await expect(clientWith().policies.all().next()).rejects.toThrow(ConnectionError);
  });

  it.each([
    [422, '{"detail":["wrong"]}'],
    [409, '{"error":"CONFLICT","message":"It is taken","details":null}'],
    [409, '{"error":"CONFLICT","message":{"text":"It is taken"}}'],
    [500, '{"error":"X"}'],
    [409, '{"error":"CONFLICT","message":"It is taken","detail":"It is"}'],
    [409, '{"error":"CONFLICT","message":"It is taken","detail":[]}'],
  ])('is an error of its own: %i with %s', async (status, body) => {
    steps = [answer(status, body)];
    const failed = clientWith().policies.create(POLICY);
    await expect(failed).rejects.toMatchObject({ status, code: 'UNEXPECTED_ANSWER', details: {} });
    await expect(failed).rejects.toThrow(`The answer was ${status}`);
  });

  it.each([
    [new Date(Date.now() + 3_600_000).toUTCString(), 1],
    ['3600', 1],
    ['', 3],
    ['-1', 3],
    ['0x1', 3],
    ['soon', 3],
  ])('may ask for a time that is waited for, or none that is understood: %j', async (said, tries) => {
    steps = Array.from({ length: 3 }, () => [503, { 'Retry-After': said }] as const);
    await expect(clientWith().policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(seen).toHaveLength(tries);
  });
});

describe('a call that takes long', () => {
  it('ends in time, though a function of its host never answers', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const late = { timeoutMs: 100 };
    const onlyOnce = ({ rejected }: { rejected?: string }) => (rejected === undefined ? 'token' : never());
    for (const options of [{ token: never }, { fetch: never }, { token: onlyOnce }, { hooks: { request: never } }]) {
      steps = [[401]];
      await expect(clientWith({ ...late, ...options }).policies.get('pol-1')).rejects.toThrow(TimeoutError);
    }
  });

  it('ends after the time limit of the client, whatever it waits for', async () => {
    const client = clientWith({ timeoutMs: 200 });
    const half: Step = (response) => void response.writeHead(200, { 'Content-Length': '50' }).write('{"policy_id":');
    steps = [[503, { 'Retry-After': '15' }]];
    await expect(client.policies.get('pol-1')).rejects.toThrow(UnavailableError);
    for (const step of [silent, half]) {
      steps = [step];
      const late = client.policies.get('pol-1');
      await expect(late).rejects.toThrow(TimeoutError);
      await expect(late).rejects.toThrow('There was no answer within 200 ms.');
    }
    steps = [silent];
    await expect(
      client.GET('/v1/orgs/{org_id}/iam/me', { params: { path: { org_id: ORGANIZATION } } }),
    ).rejects.toThrow(TimeoutError);
  });

  it('ends when its caller aborts it, with the reason of the caller', async () => {
    for (const step of [silent, [503, { 'Retry-After': '15' }] as const]) {
      steps = [step];
      const { signal, abort } = aborting();
      const call = clientWith().policies.get('pol-1', { signal });
      setTimeout(() => abort(new Error('nobody waits')), 100);
      await expect(call).rejects.toThrow('nobody waits');
    }
    const pages = clientWith().policies.all({}, { signal: AbortSignal.abort(new Error('at once')) });
    await expect(pages.next()).rejects.toThrow('at once');
    expect(seen).toHaveLength(2);
  });

  it('is not cut off while its stream is read', async () => {
    const slow: Step = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' }).write('{}\n');
      setTimeout(() => response.end('{}\n'), 400);
    };
    steps = [slow];
    const path = { org_id: ORGANIZATION };
    const export_ = '/v1/orgs/{org_id}/iam/audit/export';
    const { data } = await clientWith({ timeoutMs: 200 }).GET(export_, { params: { path }, parseAs: 'stream' });
    expect(await new Response(data as ReadableStream).text()).toBe('{}\n{}\n');
  });
});

const aborting = (): { signal: AbortSignal; abort(reason: Error): void } => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
};

describe('hooks', () => {
  it('are told of every try, and of no secret', async () => {
    const told: unknown[] = [];
    const hooks = {
      request: (sent: object) => void told.push({ ...sent }),
      response: ({ elapsedMs, ...received }: ReceivedAnswer) => {
        expect(elapsedMs).toBeGreaterThanOrEqual(0);
        told.push(received);
      },
    } as CastellanClientOptions['hooks'];
    steps = [cut, AWAY, OK];
    await clientWith({ hooks, token: 'secret' }).policies.get('pol-1');
    const url = `${baseUrl}/v1/orgs/acme/iam/policies/pol-1`;
    const sent = (attempt: number) => ({ method: 'GET', url, attempt });
    expect(told).toEqual([
      sent(1),
      { ...sent(1), status: null },
      sent(2),
      { ...sent(2), status: 503 },
      sent(3),
      { ...sent(3), status: 200 },
    ]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('end the call by what they throw', async () => {
    const request = (): void => {
      throw new Error('not now');
    };
    await expect(clientWith({ hooks: { request } }).policies.get('pol-1')).rejects.toThrow('not now');
    const failing = { request: async () => request() };
    await expect(clientWith({ hooks: failing }).policies.get('pol-1')).rejects.toThrow('not now');
    expect(seen).toEqual([]);
  });
});

describe('an option that cannot be meant', () => {
  it.each([
    ['timeoutMs', 0],
    ['timeoutMs', Infinity],
    ['timeoutMs', '5000'],
    ['maxRetries', -1],
    ['maxRetries', 1.5],
    ['maxRetries', NaN],
  ])('is refused: %s of %j', (name, value) => {
    expect(() => clientWith({ [name]: value })).toThrow(`${name} must be an integer from`);
  });
});
