import { startApp, type TestApp } from './support/app';
import { KeyServer } from './support/key-server';
import { AUDIENCE, claims, ISSUER, keyOf, signedBy } from './support/tokens';

const COOL_DOWN = 300;
const allowed = (startedAt: number): number => 1 + Math.floor((Date.now() - startedAt) / COOL_DOWN);
const coolDown = (): Promise<void> => new Promise((done) => setTimeout(done, COOL_DOWN + 20));

describe('the service beside its provider', () => {
  const key = keyOf('RS256', 'first');
  const next = keyOf('ES256', 'second');
  const provider = new KeyServer(key);
  let app: TestApp;

  beforeEach(async () => {
    await provider.start();
    Object.assign(provider, { hits: 0, keys: [key.jwk] });
    const jwks = { coolDownMs: COOL_DOWN, maxAgeMs: 100 };
    app = await startApp({ jwt: { kind: 'jwks', uri: provider.uri }, issuer: ISSUER, audience: AUDIENCE, jwks });
  });
  afterEach(async () => {
    await app.close();
    await provider.stop();
  });

  const status = async (token: string): Promise<number> => (await app.get('/protected', token)).status;

  it('answers 503 while it has no keys, and 200 once it has', async () => {
    await provider.stop();
    const { status: first, body, reason } = await app.get('/protected', signedBy(key));
    expect([first, reason]).toEqual([503, 'keys']);
    expect(body).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|jwks/);
    await provider.start();
    await coolDown();
    expect(await status(signedBy(key))).toBe(200);
  });

  it('answers 401, not 503, to what can be no token whatever the keys are', async () => {
    await provider.stop();
    expect(await status('rubbish')).toBe(401);
    expect((await app.get('/protected')).status).toBe(401);
  });

  it('accepts what it accepted while the provider is down', async () => {
    expect(await status(signedBy(key))).toBe(200);
    await provider.stop();
    await coolDown();
    expect(await status(signedBy(key))).toBe(200);
    expect(await status(signedBy(next))).toBe(401);
  });

  it('sees a rotation after the cool-down', async () => {
    expect(await status(signedBy(key))).toBe(200);
    provider.keys = [key.jwk, next.jwk];
    await coolDown();
    expect(await status(signedBy(next))).toBe(200);
    expect(await status(signedBy(key))).toBe(200);
  });

  it('asks once for the first requests that come together', async () => {
    const startedAt = Date.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => status(signedBy(key))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(provider.hits).toBeLessThanOrEqual(allowed(startedAt));
  });

  it('asks at most once in a cool-down under a spray of unknown kids', async () => {
    const startedAt = Date.now();
    const spray = Array.from({ length: 200 }, (_, index) => status(signedBy(next, claims(), { kid: `k${index}` })));
    expect(new Set(await Promise.all(spray))).toEqual(new Set([401]));
    expect(provider.hits).toBeLessThanOrEqual(allowed(startedAt));
  });
});
