import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConnectionError,
  TooManyRequestsError,
  UnavailableError,
  type CastellanClientOptions,
  type ReceivedAnswer,
} from '@castellan/client';
import { OK, POLICY, SteppedServer, type Step } from './stepped-server';

const cut: Step = (response) => void response.socket?.destroy();

const on = new SteppedServer();
beforeAll(() => on.open());
afterAll(() => on.close());
beforeEach(() => on.clear());

const AWAY: Step = [503, { 'Retry-After': '0' }];
const BUSY: Step = [429, { 'Retry-After': '0' }];

describe('a call that may be repeated', () => {
  const client = () => on.clientWith();
  const calls: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ['a read', () => client().policies.get('pol-1')],
    ['a replacement', () => client().policies.update('pol-1', POLICY)],
    ['a deletion', () => client().policies.delete('pol-1')],
    ['a check', () => client().permissions.check({ permission: 'apps:read' })],
    ['a dry run', () => client().dryRun.policies.create(POLICY)],
  ];

  it.each(calls)('is sent again when the service is away, and when no answer came: %s', async (_, call) => {
    on.steps = [AWAY, cut, OK];
    await call();
    expect(on.seen).toHaveLength(3);
    expect(new Set(on.seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).size).toBe(1);
  });

  it('is given up after as many tries as the client says', async () => {
    on.steps = [AWAY, AWAY, AWAY, OK];
    await expect(client().policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(on.seen).toHaveLength(3);
    on.steps = [AWAY, OK];
    await expect(on.clientWith({ maxRetries: 0 }).policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(on.seen).toHaveLength(4);
    on.steps = [cut, cut, cut];
    const lost = client().policies.get('pol-1');
    await expect(lost).rejects.toThrow(ConnectionError);
    await expect(lost).rejects.toThrow(`No answer came from ${on.baseUrl}.`);
    await expect(lost).rejects.toHaveProperty('cause.message', 'fetch failed');
  });

  it('is handed over when the service asks for a longer wait than that', async () => {
    on.steps = [[503, { 'Retry-After': '3600' }]];
    await expect(client().policies.get('pol-1')).rejects.toMatchObject({ status: 503, retryAfter: 3_600 });
    expect(on.seen).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 412, 422, 500])('is not sent again after a %i', async (status) => {
    on.steps = [[status]];
    await expect(client().policies.get('pol-1')).rejects.toMatchObject({ status });
    expect(on.seen).toHaveLength(1);
  });
});

describe('a failure that breaks off', () => {
  it.each([503, 401])('is repeated like any other: %i', async (status) => {
    const half: Step = (response) => {
      response.writeHead(status, { 'Content-Length': '50', 'Retry-After': '0' }).write('{"error":');
      setTimeout(() => response.socket?.destroy(), 20);
    };
    on.steps = [half, OK];
    let made = 0;
    await on.clientWith({ token: () => `token-${made++}` }).policies.get('pol-1');
    expect(on.seen).toHaveLength(2);
  });
});

describe('a call that may not be repeated', () => {
  const client = () => on.clientWith();
  const calls: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ['something is made', () => client().policies.create(POLICY)],
    ['something changes on a condition', () => client().policies.update('pol-1', POLICY, { ifMatch: '"tag"' })],
    ['roles are assigned', () => client().members.assign({ user_id: 'bob', role_ids: ['rl-1'] } as never)],
  ];

  it.each(calls)('is sent once, because it may have been carried out: %s', async (_, call) => {
    on.steps = [AWAY];
    await expect(call()).rejects.toThrow(UnavailableError);
    on.steps = [cut];
    await expect(call()).rejects.toThrow(ConnectionError);
    expect(on.seen).toHaveLength(2);
  });

  it.each(calls)('is sent again when it was turned away at the door: %s', async (_, call) => {
    on.steps = [BUSY, BUSY, OK];
    await call();
    on.steps = [BUSY, BUSY, BUSY];
    await expect(call()).rejects.toThrow(TooManyRequestsError);
    expect(on.seen).toHaveLength(6);
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
    on.steps = [redirect, redirect];
    const client = on.clientWith({ maxRetries: 0 });
    await expect(client.policies.get('pol-1')).rejects.toThrow(ConnectionError);
    await expect(client.policies.create(POLICY)).rejects.toThrow(ConnectionError);
    expect(sent).toEqual([]);
    await new Promise((closed) => elsewhere.close(closed));
  });

  it('ends the pages, where one leads to itself', async () => {
    const page = JSON.stringify({ policies: [{ policy_id: 'pol-1' }], next_cursor: 'c-1', has_more: true });
    const repeated: Step = (response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end(page);
    on.steps = [repeated, repeated, repeated];
    const ids: string[] = [];
    const all = async (): Promise<void> => {
      for await (const { policy_id } of on.clientWith().policies.all()) ids.push(policy_id);
    };
    await expect(all()).rejects.toThrow('answered a page that leads back');
    expect([ids.length, on.seen.length]).toEqual([2, 2]);
  });

  it('ends the pages, where the cursor of the next one is empty', async () => {
    const page = JSON.stringify({ policies: [{ policy_id: 'pol-1' }], next_cursor: '', has_more: false });
    on.steps = [(response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end(page)];
    const ids: string[] = [];
    for await (const { policy_id } of on.clientWith().policies.all()) ids.push(policy_id);
    expect([ids, on.seen.length]).toEqual([['pol-1'], 1]);
  });

  it('ends the pages of the Roles API, where there is no next one', async () => {
    on.steps = [(response) => void response.end(JSON.stringify({ data: [{ id: 'r-1' }], nextToken: null }))];
    const ids: string[] = [];
    for await (const { id } of on.clientWith().rolesApi.all()) ids.push(id);
    expect([ids, on.seen.length]).toEqual([['r-1'], 1]);
  });

  it.each([300, 302, 304])('is no success: %i', async (status) => {
    on.steps = [[status], [status]];
    const client = on.clientWith({ maxRetries: 0 });
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
    on.steps = [step];
    await expect(on.clientWith().policies.all().next()).rejects.toThrow(ConnectionError);
  });

  it('may have any reason phrase', async () => {
    on.steps = [
      ({ socket }) =>
        void socket?.end('HTTP/1.1 200 Good \u2615\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}'),
    ];
    expect(await on.clientWith().policies.get('pol-1')).toEqual({});
  });

  it('does not come from a function of the host that throws', async () => {
    const fetch = (): never => {
      throw new Error('There is no network');
    };
    await expect(on.clientWith({ fetch }).policies.get('pol-1')).rejects.toThrow(ConnectionError);
  });

  it.each([
    [422, '{"detail":["wrong"]}'],
    [409, '{"error":"CONFLICT","message":"It is taken","details":null}'],
    [409, '{"error":"CONFLICT","message":{"text":"It is taken"}}'],
    [500, '{"error":"X"}'],
    [409, '{"error":"CONFLICT","message":"It is taken","detail":"It is"}'],
    [409, '{"error":"CONFLICT","message":"It is taken","detail":[]}'],
  ])('is an error of its own: %i with %s', async (status, body) => {
    on.steps = [answer(status, body)];
    const failed = on.clientWith().policies.create(POLICY);
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
    on.steps = Array.from({ length: 3 }, () => [503, { 'Retry-After': said }] as const);
    await expect(on.clientWith().policies.get('pol-1')).rejects.toThrow(UnavailableError);
    expect(on.seen).toHaveLength(tries);
  });
});

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
    on.steps = [cut, AWAY, OK];
    await on.clientWith({ hooks, token: 'secret' }).policies.get('pol-1');
    const url = `${on.baseUrl}/v1/orgs/acme/iam/policies/pol-1`;
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

  it('leave no answer open when they throw, and may be null', async () => {
    let closed = 0;
    on.steps = [
      (response) => {
        response.on('close', () => closed++);
        response.writeHead(200, { 'Content-Length': '50' }).write('{"policy_id":');
      },
    ];
    const thrown = { response: () => Promise.reject(new Error('The log is full')) };
    await expect(on.clientWith({ hooks: thrown }).policies.get('pol-1')).rejects.toThrow('The log is full');
    for (let tries = 0; tries < 100 && closed === 0; tries++) await new Promise((done) => setTimeout(done, 20));
    expect(closed).toBe(1);
    expect(await on.clientWith({ hooks: null as never }).policies.get('pol-1')).toEqual({ policy_id: 'pol-1' });
  });

  it('end the call by what they throw', async () => {
    const request = (): void => {
      throw new Error('not now');
    };
    await expect(on.clientWith({ hooks: { request } }).policies.get('pol-1')).rejects.toThrow('not now');
    const failing = { request: async () => request() };
    await expect(on.clientWith({ hooks: failing }).policies.get('pol-1')).rejects.toThrow('not now');
    expect(on.seen).toEqual([]);
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
    expect(() => on.clientWith({ [name]: value })).toThrow(`${name} must be an integer from`);
  });
});
