import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig, type Config } from '../../apps/server/src/config';
import { temporaryFolder } from '../support/temporary-folder';

const SECRET = 'a secret of 32 bytes or more, it is';
const URL = 'postgres://castellan:secret@db/castellan';
const PRODUCTION = { NODE_ENV: 'production', JWT_SECRET: SECRET, JWT_ISSUER: 'https://a.b', JWT_AUDIENCE: 'iam' };

const folder = temporaryFolder();
afterAll(() => folder.remove());

function written(name: string, content: string): string {
  writeFileSync(join(folder.path, name), content);
  return join(folder.path, name);
}

/** What a start with this environment does: its configuration, or the mistakes that it reports. */
function start(env: NodeJS.ProcessEnv): Config | readonly string[] {
  try {
    return loadConfig({ JWT_SECRET: SECRET, DATA_DIR: folder.path, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('starting in production', () => {
  it('needs a database server, or the word that the embedded one is meant', () => {
    const needed = expect.stringMatching(/^DATABASE_URL is required in production: .*EMBEDDED_DATABASE=true/);
    expect(start(PRODUCTION)).toEqual([needed]);
    expect(start({ ...PRODUCTION, EMBEDDED_DATABASE: 'false' })).toEqual([needed]);
    expect(start({ ...PRODUCTION, EMBEDDED_DATABASE: 'true' })).toMatchObject({ production: true });
    expect(start({ ...PRODUCTION, DATABASE_URL: URL })).toMatchObject({ production: true, databaseUrl: URL });
    expect(start({ ...PRODUCTION, DATABASE_URL: URL, EMBEDDED_DATABASE: 'false' })).toMatchObject({ databaseUrl: URL });
  });

  it('does not take the embedded database when the name of the other is misspelled', () => {
    expect(start({ ...PRODUCTION, DATABSE_URL: URL })).toEqual([
      expect.stringMatching(/^DATABASE_URL is required in production/),
      'DATABSE_URL is not a setting: rename it to DATABASE_URL, or unset it',
    ]);
  });

  it.each(['prod', 'Production', 'production '])(
    'is not taken for development when it is spelled "%s": no organisation is made',
    (NODE_ENV) => {
      const mistakes = start({ NODE_ENV }) as readonly string[];
      expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
        'NODE_ENV',
        'DATABASE_URL',
        'JWT_ISSUER',
        'JWT_AUDIENCE',
      ]);
    },
  );
});

describe('starting outside production', () => {
  it('takes the embedded database unless it is told otherwise', () => {
    expect(start({})).toMatchObject({ databaseUrl: undefined });
    expect(start({ EMBEDDED_DATABASE: 'true' })).toMatchObject({ databaseUrl: undefined });
    expect(start({ EMBEDDED_DATABASE: 'false' })).toEqual([expect.stringMatching(/^DATABASE_URL is required with/)]);
  });

  it('refuses two databases', () => {
    expect(start({ EMBEDDED_DATABASE: 'true', DATABASE_URL: URL })).toEqual([
      'EMBEDDED_DATABASE is true together with DATABASE_URL: keep the one that is meant',
    ]);
  });
});

describe('a misspelled setting', () => {
  it.each([
    ['DATABASE_UR', 'DATABASE_URL'],
    ['DATABASE_URLL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABAES_URL', 'DATABASE_URL'],
    ['ATABASE_URL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['AUDITKEY', 'AUDIT_KEY'],
    ['RATE_LIMITS', 'RATE_LIMIT'],
    ['JWT_SECRET_FIEL', 'JWT_SECRET_FILE'],
    ['NODE_EVN', 'NODE_ENV'],
  ])('%s is refused, and names %s', (name, meant) => {
    expect(start({ [name]: 'x' })).toEqual([`${name} is not a setting: rename it to ${meant}, or unset it`]);
  });

  it.each([
    ['two characters away', { DATABSE_URI: URL }],
    ['short', { PORTS: '1', POST: '2', HOSTS: '3', HOME: '/' }],
    ['beside the right one', { DATABASE_URI: URL, DATABASE_URL: URL }],
  ])('is no matter when it is %s', (_, env) => {
    expect(start(env as unknown as NodeJS.ProcessEnv)).toMatchObject({ production: false });
  });
});

describe('a secret in a file', () => {
  it.each([
    ['DATABASE_URL', URL, { databaseUrl: URL }],
    ['JWT_SECRET', SECRET, { jwt: { kind: 'secret', secret: SECRET } }],
    ['AUDIT_KEY', SECRET, { auditKey: SECRET }],
  ])('is read: %s', (name, content, config) => {
    const file = written('secret', `${content}\n`);
    expect(start({ JWT_SECRET: undefined, [`${name}_FILE`]: file })).toMatchObject(config);
  });

  it('is refused beside the setting itself, and when it cannot be read, is empty or short', () => {
    const both = { AUDIT_KEY: SECRET, AUDIT_KEY_FILE: written('secret', SECRET) };
    expect(start(both)).toEqual(['AUDIT_KEY is set together with AUDIT_KEY_FILE: keep one of them']);
    const of = (file: string): unknown => start({ ...PRODUCTION, DATABASE_URL_FILE: file });
    expect(of('/nonexistent')).toEqual([
      'DATABASE_URL cannot be read (ENOENT): use a file in DATABASE_URL_FILE that can be read',
    ]);
    expect(of(written('empty', '\n'))).toEqual(['DATABASE_URL is empty: give it a value or unset it']);
    expect(start({ AUDIT_KEY_FILE: written('short', 'hidden') })).toEqual([
      expect.stringMatching(/^AUDIT_KEY has 6 bytes: use 32/),
    ]);
  });
});

describe('a password in a URL', () => {
  it.each([
    'postgres://u:hid#den@db/c',
    'postgres://u:12#hidden@db/c',
    'postgres://u:hid/den@db/c',
    'postgres://u:hid?den@db/c',
    'postgres://u:hid%zzden@db/c',
    'postgres://u:hidden%@db/c',
    'postgres://u:hid@den/x@db/c',
    'postgres://hid#den:p@db/c',
  ])('is asked for in encoded form, and nothing of it is repeated: %s', (url) => {
    const [mistake, ...more] = start({ DATABASE_URL: url }) as readonly string[];
    expect(more).toEqual([]);
    expect(mistake).toMatch(/^DATABASE_URL has a user or password with characters that must be encoded: use %23 for #/);
    expect(mistake).not.toMatch(/hid|den/);
  });

  it.each([
    'postgres://u:p%23%2F%3F%25%40@db/c',
    'postgres://u:p@ss@db/c',
    'postgres://db:5432/c?user=a@b',
    'postgres:///c?host=/tmp',
    'postgresql://u:p@db:5432/c?options=-c%20a=b@c',
    'postgres://u@[::1]:5432/c',
  ])('is taken as it is where it can be: %s', (url) => {
    expect(start({ DATABASE_URL: url })).toMatchObject({ databaseUrl: url });
  });
});

describe('all mistakes', () => {
  it('are reported at once, those of the schema file too', () => {
    const SCHEMA_FILE = written('schema.yaml', 'types: { docs: { label: 1 } }\nsurprise: 1');
    const mistakes = start({ NODE_ENV: 'prod', PORT: 'x', LOG_LEVLE: 'info', SCHEMA_FILE }) as readonly string[];
    expect(mistakes.map((mistake) => mistake.split(' ')[0]).sort()).toEqual(
      ['DATABASE_URL', 'JWT_AUDIENCE', 'JWT_ISSUER', 'LOG_LEVLE', 'NODE_ENV', 'PORT', 'SCHEMA_FILE'].sort(),
    );
    const about = mistakes.find((mistake) => mistake.startsWith('SCHEMA_FILE'));
    expect(about).toContain('"surprise"');
    expect(about).toContain('/types/docs');
  });
});

it('says the new name of a setting that was renamed', () => {
  const renamed = 'OPERATORS is not a setting: rename it to PLATFORM_ADMINS, or unset it';
  expect(start({ OPERATORS: 'alice' })).toEqual([renamed]);
});
