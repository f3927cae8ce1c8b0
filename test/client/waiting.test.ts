import type { ServerResponse } from 'node:http';
import { AuthenticationError, TimeoutError, UnavailableError } from '@castellan/client';
import { OK, ORGANIZATION, POLICY, silent, SteppedServer, type Step } from './stepped-server';

const on = new SteppedServer();
beforeAll(() => on.open());
afterAll(() => on.close());
beforeEach(() => on.clear());

describe('a token that the service rejects', () => {
  const tokensSent = (): unknown[] => on.seen.map(({ headers }) => headers.authorization);

  it('is asked for anew, once for all calls that were sent with it, and told which one it was', async () => {
    const asked: unknown[] = [];
    let current = 'old';
    const token = async ({ rejected }: { rejected?: string }): Promise<string> => {
      asked.push(rejected);
      if (rejected === current) current = 'new';
      return current;
    };
    on.steps = [[401], OK];
    await on.clientWith({ token }).policies.create(POLICY);
    expect([tokensSent(), asked]).toEqual([
      ['Bearer old', 'Bearer new'],
      [undefined, 'old'],
    ]);
    expect(on.seen.map(({ body }) => JSON.parse(body))).toEqual([POLICY, POLICY]);
    current = 'late';
    asked.length = 0;
    const waiting: ServerResponse[] = [];
    const reject: Step = (response) => {
      waiting.push(response);
      if (waiting.length === 5) for (const one of waiting) one.writeHead(401).end();
    };
    on.steps = Array.from({ length: 5 }, () => reject);
    const client = on.clientWith({ token });
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
      const client = on.clientWith({ token, timeoutMs: 300 });
      on.steps = [[401]];
      await expect(client.policies.get('pol-1')).rejects.toThrow(TimeoutError);
      for (const expected of ['Bearer token-2', 'Bearer token-3']) {
        ahead += 6_000;
        on.steps = [[401], OK];
        await client.policies.get('pol-1');
        expect(on.seen.at(-1)?.headers.authorization).toBe(expected);
      }
    } finally {
      clock.mockRestore();
    }
  });

  it('is a 401 when there is no other one', async () => {
    for (const token of ['token', () => 'token']) {
      on.steps = [[401]];
      await expect(on.clientWith({ token }).policies.get('pol-1')).rejects.toThrow(AuthenticationError);
    }
    expect(on.seen).toHaveLength(2);
    let made = 0;
    on.steps = [[401], [401]];
    await expect(on.clientWith({ token: () => `token-${made++}` }).policies.get('pol-1')).rejects.toThrow(
      AuthenticationError,
    );
    expect(on.seen).toHaveLength(4);
  });
});

describe('a call that takes long', () => {
  it('ends in time, though a function of its host never answers', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const late = { timeoutMs: 100 };
    const onlyOnce = ({ rejected }: { rejected?: string }) => (rejected === undefined ? 'token' : never());
    for (const options of [{ token: never }, { fetch: never }, { token: onlyOnce }, { hooks: { request: never } }]) {
      on.steps = [[401]];
      await expect(on.clientWith({ ...late, ...options }).policies.get('pol-1')).rejects.toThrow(TimeoutError);
    }
  });

  it('ends after the time limit of the client, whatever it waits for', async () => {
    const client = on.clientWith({ timeoutMs: 200 });
    const half: Step = (response) => void response.writeHead(200, { 'Content-Length': '50' }).write('{"policy_id":');
    on.steps = [[503, { 'Retry-After': '15' }]];
    await expect(client.policies.get('pol-1')).rejects.toThrow(UnavailableError);
    for (const step of [silent, half]) {
      on.steps = [step];
      const late = client.policies.get('pol-1');
      await expect(late).rejects.toThrow(TimeoutError);
      await expect(late).rejects.toThrow('There was no answer within 200 ms.');
    }
    on.steps = [silent];
    await expect(
      client.GET('/v1/orgs/{org_id}/iam/me', { params: { path: { org_id: ORGANIZATION } } }),
    ).rejects.toThrow(TimeoutError);
  });

  it('ends when its caller aborts it, with the reason of the caller', async () => {
    for (const step of [silent, [503, { 'Retry-After': '15' }] as const]) {
      on.steps = [step];
      const { signal, abort } = aborting();
      const call = on.clientWith().policies.get('pol-1', { signal });
      setTimeout(() => abort(new Error('nobody waits')), 100);
      await expect(call).rejects.toThrow('nobody waits');
    }
    const pages = on.clientWith().policies.all({}, { signal: AbortSignal.abort(new Error('at once')) });
    await expect(pages.next()).rejects.toThrow('at once');
    expect(on.seen).toHaveLength(2);
  });

  it('is not cut off while its stream is read', async () => {
    const slow: Step = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' }).write('{}\n');
      setTimeout(() => response.end('{}\n'), 400);
    };
    on.steps = [slow];
    const path = { org_id: ORGANIZATION };
    const export_ = '/v1/orgs/{org_id}/iam/audit/export';
    const { data } = await on.clientWith({ timeoutMs: 200 }).GET(export_, { params: { path }, parseAs: 'stream' });
    expect(await new Response(data as ReadableStream).text()).toBe('{}\n{}\n');
  });

  it('waits for nothing when its signal is none', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const signal = 'none' as never;
    await expect(on.clientWith().policies.get('pol-1', { signal })).rejects.toMatchObject({ name: 'TypeError' });
    expect(timers).not.toHaveBeenCalled();
    timers.mockRestore();
  });

  it('closes its connection, and lets go of the signal of its caller, when it ends', async () => {
    let closed = 0;
    on.steps = Array.from(
      { length: 20 },
      () => (response: ServerResponse) => void response.on('close', () => closed++),
    );
    const { signal } = new AbortController();
    const added = jest.spyOn(AbortSignal.prototype, 'addEventListener');
    const removed = jest.spyOn(AbortSignal.prototype, 'removeEventListener');
    const calls = Array.from({ length: 20 }, () => on.clientWith({ timeoutMs: 400 }).policies.get('pol-1', { signal }));
    await Promise.allSettled(calls);
    const listeners = (spy: jest.SpyInstance) => new Set(spy.mock.calls.map(([, listener]) => listener as unknown));
    const gone = listeners(removed);
    const left = [...listeners(added)].filter(
      (one) => !gone.has(one) && /=>\s*reject\(signal\.reason/.test(String(one)),
    );
    expect(left).toEqual([]);
    added.mockRestore();
    removed.mockRestore();
    for (let tries = 0; tries < 100 && closed < 20; tries++) await new Promise((done) => setTimeout(done, 20));
    expect(closed).toBe(20);
  });
});

const aborting = (): { signal: AbortSignal; abort(reason: Error): void } => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
};
