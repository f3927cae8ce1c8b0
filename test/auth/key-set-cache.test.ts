import { Logger } from '@nestjs/common';
import { JwksKeys, type JwksLimits } from '../../apps/server/src/auth/jwks';
import { readToken } from '../../apps/server/src/auth/token';
import { KeyServer } from './support/key-server';
import { claims, keyOf, signedBy, type TestKey } from './support/tokens';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("the cache of a provider's keys", () => {
  const first = keyOf('ES256', 'first');
  const second = keyOf('EdDSA', 'second');
  const provider = new KeyServer();
  let clock = 0;
  let keys: JwksKeys;

  const given = (limits: Partial<JwksLimits> = {}): JwksKeys => new JwksKeys(provider.uri, limits, () => clock);
  const find = (key: TestKey, kid = key.kid): Promise<string> =>
    keys.find(readToken(signedBy(key, claims(), { kid }))).then(
      () => 'found',
      (error: { kind: string }) => error.kind,
    );

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    await provider.start();
    Object.assign(provider, { hits: 0, keys: [first.jwk], respond: undefined });
    clock = 1_000_000;
    keys = given();
  });
  afterEach(() => provider.stop());

  it('asks once for many that come together', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => find(first)));
    expect(new Set(answers)).toEqual(new Set(['found']));
    expect(provider.hits).toBe(1);
  });

  it('asks once in a cool-down, however many unknown kids come', async () => {
    await find(first);
    for (let round = 1; round <= 3; round += 1) {
      clock += 30_000;
      const kids = Array.from({ length: 200 }, (_, index) => find(first, `unknown-${round}-${index}`));
      expect(new Set(await Promise.all(kids))).toEqual(new Set(['unauthenticated']));
      for (let index = 0; index < 20; index += 1) await find(first, `late-${index}`);
      expect(provider.hits).toBe(1 + round);
    }
  });

  it('finds a new key after the cool-down, and not the one that was taken away', async () => {
    await find(first);
    provider.keys = [second.jwk];
    clock += 29_999;
    expect(await find(second)).toBe('unauthenticated');
    clock += 1;
    expect(await find(second)).toBe('found');
    expect(await find(first)).toBe('unauthenticated');
  });

  it('forgets a key that was taken away within the maximum age', async () => {
    await find(first);
    provider.keys = [second.jwk];
    clock += 10 * MINUTE;
    expect(await find(first)).toBe('found');
    clock += 1;
    expect(await find(first)).toBe('unauthenticated');
  });

  it('serves the old set for a day while the provider is down, and no longer', async () => {
    await find(first);
    await provider.stop();
    for (const age of [11 * MINUTE, HOUR, 23 * HOUR]) {
      clock = 1_000_000 + age;
      expect(await find(first)).toBe('found');
      expect(await find(second)).toBe('unauthenticated');
    }
    clock = 1_000_000 + 24 * HOUR + 1;
    expect(await find(first)).toBe('unavailable');
    await provider.start();
    clock += 30_000;
    expect(await find(first)).toBe('found');
  });

  it('is unavailable while nothing could be had, and right again after the cool-down', async () => {
    await provider.stop();
    expect(await find(first)).toBe('unavailable');
    await provider.start();
    clock += 29_999;
    expect(await find(first)).toBe('unavailable');
    expect(provider.hits).toBe(0);
    clock += 1;
    expect(await find(first)).toBe('found');
  });

  it('lets nobody wait for a provider that hangs, but the first', async () => {
    keys = given({ timeoutMs: 300 });
    await find(first);
    provider.respond = () => undefined;
    clock += 11 * MINUTE;
    expect(await find(first)).toBe('found');
    clock += 30_000;
    const startedAt = performance.now();
    expect(await find(first)).toBe('found');
    expect(performance.now() - startedAt).toBeLessThan(200);
  });

  it.each([
    ['an error', 500, '{"keys":[]}'],
    ['a redirect', 302, ''],
    ['no JSON', 200, '<html>'],
    ['no key set', 200, '{"keys":{}}'],
    ['null', 200, 'null'],
    ['too many keys', 200, JSON.stringify({ keys: Array.from({ length: 101 }, () => first.jwk) })],
    ['too much', 200, JSON.stringify({ keys: [first.jwk], pad: 'a'.repeat(300_000) })],
  ])('keeps what it has when the answer is %s', async (_, status, body) => {
    const respond: KeyServer['respond'] = (request, response) => {
      if (request.url !== '/jwks') return response.end(JSON.stringify({ keys: [second.jwk] }));
      return response.writeHead(status, { location: '/elsewhere' }).end(body);
    };
    await find(first);
    provider.respond = respond;
    clock += 11 * MINUTE;
    expect(await find(first)).toBe('found');
    expect(await find(second)).toBe('unauthenticated');
    keys = given();
    expect(await find(second)).toBe('unavailable');
  });
});
