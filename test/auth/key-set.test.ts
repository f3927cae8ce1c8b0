import { generateKeyPairSync } from 'node:crypto';
import { startApp, type TestApp } from './support/app';
import { KeyServer } from './support/key-server';
import { AUDIENCE, claims, encoded, hs256, ISSUER, keyOf, signedBy, type TestKey } from './support/tokens';

const rsa = keyOf('RS256', 'rsa', { use: 'sig', alg: 'RS256' });
const ec = keyOf('ES256', 'ec', { key_ops: ['verify'] });
const ed = keyOf('EdDSA', 'ed');

describe("a token under a provider's key set", () => {
  const provider = new KeyServer(rsa, ec, ed);
  let app: TestApp;
  beforeAll(async () => {
    await provider.start();
    app = await startApp({ jwt: { kind: 'jwks', uri: provider.uri }, issuer: ISSUER, audience: AUDIENCE });
  });
  afterAll(async () => {
    await app.close();
    await provider.stop();
  });

  const refused = async (token: string, reason: string | RegExp): Promise<void> => {
    const answer = await app.get('/protected', token);
    expect(answer.status).toBe(401);
    expect(answer.reason).toMatch(reason);
  };

  describe.each([rsa, ec, ed])('signed with $alg', (key) => {
    it('is accepted', async () => {
      const { status, identity } = await app.get('/protected', signedBy(key, claims({ groups: ['a'] })));
      expect(status).toBe(200);
      expect(identity).toMatchObject({ userId: 'alice', groups: ['a'] });
    });

    it('is refused when it was changed', async () => {
      const [header, , signature] = signedBy(key).split('.');
      await refused(`${header}.${encoded(claims({ sub: 'bob' }))}.${signature}`, 'invalid signature');
    });

    it('is refused when a foreign key signed it under a known kid', async () => {
      await refused(signedBy({ ...keyOf(key.alg, key.kid) }), 'invalid signature');
    });

    it.each([
      ['expired', { exp: 1 }, 'expired'],
      ['without exp', { exp: undefined }, 'exp'],
      ['not yet valid', { nbf: 9e9 }, /not (yet valid|active)/],
      ['of another issuer', { iss: 'x' }, /iss/],
      ['for another audience', { aud: 'x' }, /aud/],
      ['without sub', { sub: undefined }, 'sub'],
      ['whose sub has a control character', { sub: 'a\u0007' }, 'sub'],
      ['whose groups are malformed', { groups: {} }, 'groups'],
    ])('is refused %s', (_, overrides, reason) => refused(signedBy(key, claims(overrides)), reason));

    it.each([
      ['the PEM', key.publicKey.export({ type: 'spki', format: 'pem' })],
      ['the PEM without its last line end', String(key.publicKey.export({ type: 'spki', format: 'pem' })).trim()],
      ['the DER', key.publicKey.export({ type: 'spki', format: 'der' })],
      ['the JWK', JSON.stringify(key.jwk)],
    ])('is refused when %s of the public key served as a secret', async (_, secret) => {
      await refused(hs256(claims(), { kid: key.kid }, secret), 'alg is not');
    });

    it.each(['none', 'NONE', 'HS256', 'RS512', 'PS256', 'ES384', 'Ed25519'])('is refused under the name %s', (alg) =>
      refused(signedBy(key, claims(), { alg }), 'alg is not'),
    );

    it('is refused without kid', () => refused(signedBy(key, claims(), { kid: undefined }), 'no key has this kid'));
  });

  it('is refused when it brings its own key', async () => {
    const own = keyOf('ES256', 'own');
    const header = { jwk: own.jwk, jku: provider.uri, x5u: provider.uri };
    await refused(signedBy(own, claims(), header), 'no key has this kid');
    await refused(signedBy(own, claims(), { ...header, kid: 'ec' }), 'invalid signature');
  });

  it.each(['constructor', '__proto__', 'toString'])('is refused with the kid "%s"', (kid) =>
    refused(signedBy(ec, claims(), { kid }), 'no key has this kid'),
  );
});

describe('a key of a set', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const key = (kid: string, members: Record<string, unknown>): TestKey => keyOf('ES256', kid, members);

  it.each([
    ['is for encryption', key('k', { use: 'enc' })],
    ['is for another algorithm', key('k', { alg: 'ES384' })],
    ['is for other operations', key('k', { key_ops: ['encrypt'] })],
    ['shows its private part', key('k', { d: 'AQAB' })],
    ['has no kid', key('k', { kid: undefined })],
    ['has a number as its kid', key('k', { kid: 1 })],
    ['is of an unknown sort', key('k', { kty: 'XYZ' })],
    ['is broken', key('k', { x: 'AAAA' })],
    ['is a secret', key('k', { kty: 'oct', k: encoded('x'.repeat(32)) })],
    [
      'is a short RSA key',
      { ...keyOf('RS256', 'k'), ...weak, jwk: { ...weak.publicKey.export({ format: 'jwk' }), kid: 'k' } },
    ],
    [
      'is on another curve',
      { ...key('k', {}), ...p384, jwk: { ...p384.publicKey.export({ format: 'jwk' }), kid: 'k' } },
    ],
  ])('is left out when it %s, and the others serve', async (_, bad) => {
    const provider = await new KeyServer(bad, rsa).start();
    const app = await startApp({ jwt: { kind: 'jwks', uri: provider.uri }, issuer: ISSUER, audience: AUDIENCE });
    expect(await app.get('/protected', signedBy(bad))).toMatchObject({ status: 401, reason: 'no key has this kid' });
    expect(await app.get('/protected', signedBy(rsa))).toMatchObject({ status: 200 });
    await app.close();
    await provider.stop();
  });
});
