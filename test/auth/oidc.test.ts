import { startApp, type TestApp } from './support/app';
import { OidcProvider } from './support/oidc-provider';
import { AUDIENCE, type SigningAlgorithm } from './support/tokens';

const COOL_DOWN = 500;
const coolDown = (): Promise<void> => new Promise((done) => setTimeout(done, COOL_DOWN + 20));

describe('the service beside a real OpenID provider', () => {
  const provider = new OidcProvider();
  let app: TestApp;

  beforeAll(async () => {
    await provider.start('ES256');
    const uri = (await provider.discover()).jwks_uri!;
    const jwks = { coolDownMs: COOL_DOWN };
    app = await startApp({ jwt: { kind: 'jwks', uri }, issuer: provider.issuer, audience: AUDIENCE, jwks });
  });
  afterAll(async () => {
    await app.close();
    await provider.stop();
  });

  const status = async (token: string): Promise<number> => (await app.get('/protected', token)).status;

  it('accepts the token of a user who logged in with a code and PKCE', async () => {
    const { status, identity } = await app.get('/protected', await provider.accessToken('alice'));
    expect(status).toBe(200);
    expect(identity).toMatchObject({
      userId: 'alice',
      issuer: provider.issuer,
      groups: ['engineering'],
      profile: { username: 'alice.a' },
      claims: { aud: AUDIENCE, client_id: 'web', scope: 'iam' },
    });
  });

  it.each<SigningAlgorithm>(['EdDSA', 'RS256', 'ES256'])(
    'follows the provider to a new key for %s, and lets go of the old one',
    async (alg) => {
      const before = await provider.accessToken('alice');
      expect(await status(before)).toBe(200);
      await provider.stop();
      await provider.start(alg);
      const after = await provider.accessToken('bob');
      await coolDown();
      expect(await status(after)).toBe(200);
      expect(await status(before)).toBe(401);
      await coolDown();
    },
  );

  it('accepts known keys while the provider is down, and is 503 where it never had any', async () => {
    const token = await provider.accessToken('alice');
    expect(await status(token)).toBe(200);
    const { jwks_uri: uri } = await provider.discover();
    await provider.stop();
    expect(await status(token)).toBe(200);
    const jwks = { coolDownMs: COOL_DOWN };
    const fresh = await startApp({
      jwt: { kind: 'jwks', uri: uri! },
      issuer: provider.issuer,
      audience: AUDIENCE,
      jwks,
    });
    expect(await fresh.get('/protected', token)).toMatchObject({ status: 503, reason: 'keys' });
    await fresh.close();
  });
});
