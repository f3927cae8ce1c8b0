import { startApp, type TestApp } from './support/app';
import { AUDIENCE, claims, hs256, ISSUER, SECRET } from './support/tokens';

describe('the Authorization header', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ jwt: { kind: 'secret', secret: SECRET }, issuer: ISSUER, audience: AUDIENCE });
  });
  afterAll(() => app.close());

  it.each(['Bearer', 'bearer', 'BEARER'])('may name its scheme %s', async (scheme) => {
    expect(await app.raw('/protected', [`authorization: ${scheme} ${hs256()}`])).toMatchObject({ status: 200 });
  });

  it('is required', async () => {
    expect(await app.get('/protected')).toMatchObject({ status: 401, reason: 'no Authorization header' });
  });

  it.each([
    ['another scheme', () => `Basic ${hs256()}`],
    ['no scheme', () => hs256()],
    ['no token', () => 'Bearer'],
    ['a second token', () => `Bearer ${hs256()} ${hs256()}`],
    ['a list', () => `Bearer ${hs256()}, Bearer ${hs256()}`],
    ['a scheme further on', () => `Basic x Bearer ${hs256()}`],
  ])('is refused with %s', async (_, value) => {
    expect(await app.raw('/protected', [`Authorization: ${value()}`])).toMatchObject({ status: 401 });
  });

  it('is refused when it is there twice, whichever is good', async () => {
    const good = `Authorization: Bearer ${hs256()}`;
    const reason = 'several Authorization headers';
    expect(await app.raw('/protected', [good, 'authorization: Bearer bad'])).toMatchObject({ status: 401, reason });
    expect(await app.raw('/protected', ['AUTHORIZATION: Basic eDp5', good])).toMatchObject({ status: 401, reason });
    expect(await app.raw('/protected', [good, good])).toMatchObject({ status: 401, reason });
  });

  it('is the only place for a token', async () => {
    for (const name of ['access_token', 'token', 'auth_token', 'jwt']) {
      expect(await app.get(`/protected?${name}=${hs256()}`)).toMatchObject({ status: 401 });
      expect(await app.raw('/protected', [`Cookie: ${name}=${hs256()}`])).toMatchObject({ status: 401 });
    }
  });

  it('is refused with a token of 20 KB', async () => {
    const token = hs256(claims({ pad: 'a'.repeat(15_000) }));
    expect(token.length).toBeGreaterThan(20_000);
    expect(await app.get('/protected', token)).toMatchObject({
      status: 401,
      reason: expect.stringContaining('longer than'),
    });
  });

  it('is answered with nothing of the inside', async () => {
    const { body } = await app.get('/protected', hs256(claims({ iss: 'https://other.test' })));
    expect(body).toBe('{"message":"Authentication required"}');
  });
});

describe('two applications in one process', () => {
  it('each verify with their own keys', async () => {
    const other = 'another secret of the tests, 32 bytes or more';
    const given = { issuer: ISSUER, audience: AUDIENCE };
    const first = await startApp({ jwt: { kind: 'secret', secret: SECRET }, ...given });
    const second = await startApp({ jwt: { kind: 'secret', secret: other }, ...given });
    expect(await first.get('/protected', hs256())).toMatchObject({ status: 200 });
    expect(await second.get('/protected', hs256())).toMatchObject({ status: 401 });
    expect(await first.get('/protected', hs256(claims(), {}, other))).toMatchObject({ status: 401 });
    expect(await second.get('/protected', hs256(claims(), {}, other))).toMatchObject({ status: 200 });
    await Promise.all([first.close(), second.close()]);
  });
});
