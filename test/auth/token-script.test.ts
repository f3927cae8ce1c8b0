import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../apps/server/src/config';
import { startApp, type Answer } from './support/app';
import { TokenScript } from './support/token-script';

describe('npm run token', () => {
  let script: TokenScript;
  beforeEach(() => (script = new TokenScript()));
  afterEach(() => script.remove());

  const ask = async (token: string, env: NodeJS.ProcessEnv = {}): Promise<Answer> => {
    const app = await startApp(loadConfig({ DATA_DIR: join(script.folder, '.data'), ...env }));
    const answer = await app.get('/protected', token.trim());
    await app.close();
    return answer;
  };

  it('prints a token, alone, that the service accepts, before the service ever ran', async () => {
    const { code, stdout, stderr } = await script.run(['--user', 'alice']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { identity } = await ask(stdout);
    expect(identity).toMatchObject({ userId: 'alice', issuer: 'castellan-dev', groups: null, profile: {} });
    expect((identity.claims.exp as number) - (identity.issuedAt as number)).toBe(3600);
  });

  it('puts groups, name, email and life time into the token', async () => {
    const args = ['--user', 'bob', '--groups', 'a, b', '--ttl', '7d', '--name', 'Bob B.', '--email', 'b@b.b'];
    const { identity } = await ask((await script.run(args)).stdout);
    expect(identity).toMatchObject({ groups: ['a', 'b'], profile: { fullName: 'Bob B.', email: 'b@b.b' } });
    expect((identity.claims.exp as number) - (identity.issuedAt as number)).toBe(7 * 86_400);
    expect((await ask((await script.run(['--user', 'bob', '--groups='])).stdout)).identity.groups).toEqual([]);
  });

  it('uses the secret, issuer and audience of the environment', async () => {
    const env = { JWT_SECRET: 'a secret of 32 bytes or more, it is', JWT_ISSUER: 'me', JWT_AUDIENCE: 'you' };
    const { stdout } = await script.run(['--user', 'alice'], env);
    expect(await ask(stdout, env)).toMatchObject({ status: 200, identity: { issuer: 'me', claims: { aud: 'you' } } });
    expect(readdirSync(script.folder)).not.toContain('.data');
  });

  it('agrees on one secret when several start together for the first time', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => script.run(['--user', 'alice'])));
    const app = await startApp(loadConfig({ DATA_DIR: join(script.folder, '.data') }));
    const answers = await Promise.all(runs.map(({ stdout }) => app.get('/protected', stdout.trim())));
    await app.close();
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(readdirSync(join(script.folder, '.data'))).toEqual(['dev-secret']);
  });

  it('agrees on each of 100 secrets that two processes make at the same time', async () => {
    const start = Date.now() + 1500;
    const [first, second] = await Promise.all([script.race(start, 100), script.race(start, 100)]);
    expect(first).toHaveLength(100);
    expect(second).toEqual(first);
  });

  it.each([
    ['no user', [], {}, /--user is missing[^]*Usage/],
    ['a user with a space at the end', ['--user', 'a '], {}, /--user must be/],
    ['a reserved user', ['--user', 'sa-1'], {}, /--user must not begin/],
    ['an unknown option', ['--user', 'a', '--admin'], {}, /--admin[^]*Usage/],
    ['a stray word', ['alice'], {}, /alice[^]*Usage/],
    ['a time without number', ['--user', 'a', '--ttl', 'h'], {}, /--ttl must be/],
    ['no time at all', ['--user', 'a', '--ttl', '0'], {}, /--ttl must be/],
    ['more than a year', ['--user', 'a', '--ttl', '366d'], {}, /--ttl must be/],
    ['a key set', ['--user', 'a'], { JWT_JWKS_URI: 'https://a.b/jwks' }, /JWT_JWKS_URI is set/],
    ['a bad environment', ['--user', 'a'], { PORT: 'x' }, /PORT is "x"/],
    [
      'production',
      ['--user', 'a'],
      {
        NODE_ENV: 'production',
        EMBEDDED_DATABASE: 'true',
        JWT_SECRET: 'x'.repeat(32),
        JWT_ISSUER: 'a',
        JWT_AUDIENCE: 'b',
      },
      /NODE_ENV is production/,
    ],
  ])('says what is wrong with %s and prints nothing else', async (_, args, env, says) => {
    const { code, stdout, stderr } = await script.run(args, env as NodeJS.ProcessEnv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says how to build while the service is not built', async () => {
    script.removeBuild();
    const { code, stderr } = await script.run(['--user', 'alice']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('run "npm start" or "npm run build"'),
    });
  });
});
