import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PermissionSchema } from '@castellan/core';
import { ConfigError, loadConfig } from '../../apps/server/src/config';
import { temporaryFolder } from '../support/temporary-folder';

const SECRET = 'a secret of 32 bytes or more, it is';
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A file with this content. */
function written(name: string, content: string): string {
  writeFileSync(join(folder.path, name), content);
  return join(folder.path, name);
}

const PRODUCTION = {
  NODE_ENV: 'production',
  JWT_SECRET: SECRET,
  JWT_ISSUER: 'https://issuer.test',
  JWT_AUDIENCE: 'iam',
  DATABASE_URL: 'postgres://castellan:secret@db/castellan',
};

function mistakes(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ JWT_SECRET: SECRET, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has defaults for a development machine', () => {
    expect(loadConfig({ JWT_SECRET: SECRET })).toEqual({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      jwt: { kind: 'secret', secret: SECRET },
      issuer: 'castellan-dev',
      audience: 'castellan',
      platformAdmins: [],
      bootstrap: { org: 'acme', admin: 'alice' },
      logLevel: 'info',
      retireGrants: false,
    });
  });

  it('has no bootstrap in production, unless one is named', () => {
    expect(loadConfig(PRODUCTION)).toMatchObject({ production: true, issuer: 'https://issuer.test', audience: 'iam' });
    expect(loadConfig(PRODUCTION).bootstrap).toBeUndefined();
    const named = { BOOTSTRAP_ORG: 'acme', BOOTSTRAP_ADMIN: 'auth0|1' };
    expect(loadConfig({ ...PRODUCTION, ...named }).bootstrap).toEqual({ org: 'acme', admin: 'auth0|1' });
  });

  it('takes every variable', () => {
    const env = {
      ...PRODUCTION,
      JWT_SECRET: undefined,
      JWT_JWKS_URI: 'https://issuer.test/jwks',
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://u:p@db:5432/castellan?sslmode=require',
      DATA_DIR: '/var/lib/castellan',
      PLATFORM_ADMINS: 'alice, auth0|2,alice',
      SCHEMA_FILE: written('schema.yaml', 'types: {}'),
      RETIRE_GRANTS: 'true',
      RATE_LIMIT: '600',
      AUDIT_KEY: SECRET,
      TRUST_PROXY: '2',
      LOG_LEVEL: 'debug',
    };
    expect(loadConfig(env)).toEqual({
      production: true,
      port: 0,
      host: '0.0.0.0',
      databaseUrl: env.DATABASE_URL,
      dataDir: '/var/lib/castellan',
      jwt: { kind: 'jwks', uri: 'https://issuer.test/jwks' },
      issuer: 'https://issuer.test',
      audience: 'iam',
      platformAdmins: ['alice', 'auth0|2'],
      schema: expect.any(PermissionSchema),
      retireGrants: true,
      rateLimit: 600,
      auditKey: SECRET,
      trustProxy: 2,
      logLevel: 'debug',
    });
  });

  it.each([
    ['PORT', '80 80'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '0x50'],
    ['HOST', 'a b'],
    ['DATABASE_URL', 'localhost:5432/castellan'],
    ['DATABASE_URL', 'mysql://u:p@db/castellan'],
    ['DATABASE_URL', 'postgres:///castellan'],
    ['JWT_SECRET', 'short'],
    ['JWT_SECRET', ' '],
    ['AUDIT_KEY', 'short'],
    ['PLATFORM_ADMINS', 'alice,,bob'],
    ['PLATFORM_ADMINS', 'älice'],
    ['BOOTSTRAP_ORG', 'a b'],
    ['BOOTSTRAP_ADMIN', 'a'.repeat(256)],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ...['1', '0', 'yes', 'no', 'on', 'True', 'FALSE', ' true'].flatMap((value) => [
      ['RETIRE_GRANTS', value],
      ['EMBEDDED_DATABASE', value],
    ]),
    ...['prod', 'Production', 'PRODUCTION', 'production ', 'dev', 'staging', 'none'].map((value) => [
      'NODE_ENV',
      value,
    ]),
    ['LOG_LEVEL', 'loud'],
    ...['PORT', 'HOST', 'DATABASE_URL', 'DATA_DIR', 'JWT_ISSUER', 'PLATFORM_ADMINS', 'SCHEMA_FILE', 'NODE_ENV'].map(
      (name) => [name, ''],
    ),
  ] as Array<[string, string]>)('refuses %s="%s" and says what to do', (name, value) => {
    const { NODE_ENV: _, ...needs } = PRODUCTION;
    const said = mistakes({ ...needs, [name]: value });
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${name} .*: (use|list|give)`))]);
  });

  it.each([
    ['not a url', /URL/],
    ['http://issuer.test/jwks', /https/],
    ['http://127.0.0.1.issuer.test/jwks', /https/],
    ['http://10.0.0.1/jwks', /https/],
    ['file:///etc/keys', /https/],
    ['https://user:password@issuer.test/jwks', /user or password/],
  ])('refuses the key set %s', (uri, says) => {
    expect(mistakes({ JWT_SECRET: undefined, JWT_JWKS_URI: uri })).toEqual([expect.stringMatching(says)]);
  });

  it.each(['https://a.b/jwks', 'http://localhost:8080/jwks', 'http://127.0.0.1/jwks', 'http://[::1]:1/jwks'])(
    'takes the key set %s',
    (uri) => expect(mistakes({ JWT_SECRET: undefined, JWT_JWKS_URI: uri })).toEqual([]),
  );

  it.each([
    ['true', true],
    ['false', false],
    ['1', 1],
    ['loopback, 10.0.0.0/8,::1', ['loopback', '10.0.0.0/8', '::1']],
  ])('reads TRUST_PROXY="%s"', (value, trustProxy) => {
    expect(loadConfig({ JWT_SECRET: SECRET, TRUST_PROXY: value })).toMatchObject({ trustProxy });
  });

  it.each(['test', 'development'])('is no production for NODE_ENV="%s"', (value) => {
    expect(loadConfig({ JWT_SECRET: SECRET, NODE_ENV: value }).production).toBe(false);
  });

  it('refuses a secret beside a key set', () => {
    expect(mistakes({ JWT_JWKS_URI: 'https://a.b/jwks' })).toEqual([
      expect.stringContaining('JWT_SECRET is set together'),
    ]);
  });

  it('tells all mistakes in one error, and repeats no secret', () => {
    const env = { NODE_ENV: 'production', PORT: 'x', LOG_LEVEL: 'y', JWT_SECRET: 'hidden1', DATABASE_URL: 'hidden2' };
    expect(() => loadConfig({ ...env, AUDIT_KEY: 'hidden3', BOOTSTRAP_ORG: 'acme' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
    );
    const names = mistakes({ ...env, BOOTSTRAP_ORG: 'acme' }).map((mistake) => mistake.split(' ')[0]);
    const expected = [
      'PORT',
      'LOG_LEVEL',
      'JWT_SECRET',
      'DATABASE_URL',
      'JWT_ISSUER',
      'JWT_AUDIENCE',
      'BOOTSTRAP_ADMIN',
    ];
    expect(names.sort()).toEqual(expected.sort());
  });

  it('wants keys, issuer and audience in production, and makes no secret there', () => {
    const dataDir = join(tmpdir(), 'castellan-never-made');
    const said = mistakes({ NODE_ENV: 'production', JWT_SECRET: undefined, DATA_DIR: dataDir });
    const names = said.map((mistake) => mistake.split(' ')[0]);
    expect(names).toEqual(['JWT_JWKS_URI', 'DATABASE_URL', 'JWT_ISSUER', 'JWT_AUDIENCE']);
    expect(() => statSync(dataDir)).toThrow('ENOENT');
  });
});

describe('the development secret', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const secretIn = (DATA_DIR: string): unknown => (loadConfig({ DATA_DIR }).jwt as { secret: string }).secret;

  it('is made once, for its owner alone', () => {
    const dataDir = join(folder, 'deep', '.data');
    const secret = secretIn(dataDir);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(secretIn(dataDir)).toBe(secret);
    expect(readdirSync(dataDir)).toEqual(['dev-secret']);
    expect(statSync(join(dataDir, 'dev-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('is not made while there are mistakes, nor when a secret is given', () => {
    mistakes({ JWT_SECRET: undefined, DATA_DIR: folder, PORT: 'x' });
    loadConfig({ JWT_SECRET: SECRET, DATA_DIR: folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not replaced when it is damaged', () => {
    writeFileSync(join(folder, 'dev-secret'), 'abc');
    expect(() => secretIn(folder)).toThrow(/damaged secret: delete/);
    expect(readFileSync(join(folder, 'dev-secret'), 'utf8')).toBe('abc');
  });

  it('is asked for in words when the folder cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => secretIn(join(file, '.data'))).toThrow(/DATA_DIR cannot keep .*set JWT_SECRET/);
    mkdirSync(join(folder, 'dev-secret'));
    chmodSync(folder, 0o700);
    expect(() => secretIn(folder)).toThrow(/DATA_DIR cannot keep .*set JWT_SECRET/);
  });
});

describe('the rate limit', () => {
  const of = (env: Record<string, string>): unknown =>
    loadConfig({ JWT_SECRET: 'a secret of 32 bytes or more, it is', ...env }).rateLimit;

  it.each([
    [{}, undefined],
    [{ HOST: 'localhost' }, undefined],
    [{ HOST: '::1' }, undefined],
    [{ HOST: '0.0.0.0' }, 6000],
    [{ HOST: '0.0.0.0', RATE_LIMIT: 'off' }, undefined],
    [{ RATE_LIMIT: '10' }, 10],
  ])('of %j is %p', (env, limit) => {
    expect(of(env as Record<string, string>)).toBe(limit);
  });

  it.each(['0', '-1', '1.5', 'on', '99999999'])('refuses %s', (text) => {
    expect(() => of({ RATE_LIMIT: text })).toThrow('RATE_LIMIT');
  });
});
