import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startService, type Service } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const IAM = '/v1/orgs/acme/iam';

let folder: string;
const running: Service[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'castellan-lifecycle-'));
});
afterEach(async () => {
  for (const service of running.splice(0)) {
    service.child.kill('SIGKILL');
    await service.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const start = async (env: Record<string, string> = {}): Promise<Service> => {
  const service = await startService({ DATA_DIR: folder, ...env });
  running.push(service);
  return service;
};

const token = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'token', '--', '--user', 'alice'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: folder },
  });
  return stdout.trim();
};

const call = async (service: Service, bearer: string, path: string, body?: object): Promise<[number, any]> => {
  const headers = { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' };
  const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(service.url + path, sent);
  return [answer.status, await answer.json()];
};

const end = async (service: Service, signal: NodeJS.Signals): Promise<number | string> => {
  service.child.kill(signal);
  return service.ended;
};

describe('the service on a fresh folder', () => {
  it('prints where it listens and how to make the first call', async () => {
    const service = await start();
    expect(service.output()).toContain(`Castellan listens on ${service.url}`);
    expect(service.output()).toContain('npm run -s token -- --user alice');
    expect(service.output()).toContain(`${service.url}${IAM}/me`);
  });

  it('keeps what it acknowledged through SIGTERM and through kill -9', async () => {
    const names: string[] = [];
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
      const service = await start();
      const bearer = await token();
      const name = `Before ${signal} ${names.length}`;
      names.push(name);
      expect(await call(service, bearer, `${IAM}/policies`, { name, permissions: [] })).toMatchObject([201, { name }]);
      expect(await end(service, signal)).toBe(signal === 'SIGTERM' ? 0 : signal);
    }
    const [, { policies }] = await call(await start(), await token(), `${IAM}/policies?limit=200`);
    expect(policies.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(names));
  });

  it('frees the folder when it has ended, and lets a running request end first', async () => {
    const service = await start();
    const bearer = await token();
    const calls = Array.from({ length: 20 }, (_, at) =>
      call(service, bearer, `${IAM}/policies`, { name: `Late ${at}`, permissions: [] }).catch(() => null),
    );
    await new Promise((done) => setTimeout(done, 30));
    expect(await end(service, 'SIGTERM')).toBe(0);
    const acknowledged = (await Promise.all(calls)).filter((answer) => answer?.[0] === 201);
    expect(existsSync(join(folder, 'castellan.lock'))).toBe(false);
    const [, { policies }] = await call(await start(), await token(), `${IAM}/policies?limit=200`);
    const stored = policies.map(({ name }: { name: string }) => name);
    for (const answer of acknowledged) expect(stored).toContain(answer?.[1].name);
  });

  it('refuses a second process with a sentence that says what to do', async () => {
    const first = await start();
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Castellan did not start');
    expect(second.output()).toMatch(/another process|in use/i);
    expect(second.output()).toContain(String(first.child.pid));
    expect(second.output()).toContain('DATABASE_URL');
  });

  it('never logs a token', async () => {
    const service = await start({ LOG_LEVEL: 'trace' });
    const bearer = await token();
    await call(service, bearer, `${IAM}/me`);
    await call(service, bearer, `${IAM}/policies?access_token=${bearer}`);
    await call(service, `${bearer}x`, `${IAM}/me`);
    await end(service, 'SIGTERM');
    expect(service.output()).toContain('request completed');
    expect(service.output()).not.toContain(bearer.split('.')[2]);
    expect(service.output()).not.toContain('access_token');
  });
});

describe('a start that cannot work', () => {
  it('lists every mistake of the environment and ends with 1', async () => {
    const service = await start({ PORT: 'http', LOG_LEVEL: 'loud', NODE_ENV: 'production' });
    expect(await service.ended).toBe(1);
    for (const name of ['PORT', 'LOG_LEVEL', 'JWT_ISSUER', 'JWT_AUDIENCE']) expect(service.output()).toContain(name);
  });

  it('takes no database that was not named in production, and makes nothing', async () => {
    const env = { NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(32), JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
    const service = await start({ ...env, DATABSE_URL: 'postgres://castellan:hunter2@127.0.0.1:1/none' });
    expect(await service.ended).toBe(1);
    expect(service.output()).toMatch(/DATABASE_URL is required in production: .*EMBEDDED_DATABASE=true/);
    expect(service.output()).toContain('rename it to DATABASE_URL');
    expect(service.output()).not.toContain('hunter2');
    expect(readdirSync(folder)).toEqual([]);
    const meant = await start({ ...env, EMBEDDED_DATABASE: 'true' });
    expect((await fetch(`${meant.url}/health/ready`)).status).toBe(200);
    expect(readdirSync(folder)).toContain('postgres');
  });

  it('is not taken for development with NODE_ENV=prod', async () => {
    const service = await start({ NODE_ENV: 'prod' });
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('NODE_ENV is "prod": use production, development or test, or unset it');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('listens on the port that the command line names, and takes nothing else from there', async () => {
    const service = await startService({ DATA_DIR: folder, PORT: '1' }, (port) => ['--port', String(port)]);
    running.push(service);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await end(service, 'SIGINT')).toBe(0);
    for (const args of [['--prot', '4000'], ['--port'], ['4000']]) {
      const refused = await startService({ DATA_DIR: folder }, () => args);
      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain('the command line may hold --port <number> and nothing else');
    }
    const wrong = await startService({ DATA_DIR: folder }, () => ['--port', 'many']);
    expect([await wrong.ended, wrong.output()]).toEqual([1, expect.stringContaining('PORT')]);
  });

  it('says that the port is taken', async () => {
    const first = await start();
    const other = mkdtempSync(join(tmpdir(), 'castellan-lifecycle-'));
    const second = await start({ DATA_DIR: other, PORT: new URL(first.url).port });
    expect(await Promise.race([second.ended, new Promise((done) => setTimeout(done, 30_000, 'still running'))])).toBe(
      1,
    );
    expect(second.output()).toContain('EADDRINUSE');
    rmSync(other, { recursive: true, force: true });
  });

  it('says that the database cannot be reached, without its password', async () => {
    const service = await start({ DATABASE_URL: 'postgres://castellan:hunter2@127.0.0.1:1/none' });
    expect(await service.ended).toBe(1);
    expect(service.output()).toContain('ECONNREFUSED');
    expect(service.output()).not.toContain('hunter2');
  });

  it('refuses a schema that lacks what stored grants name, until it is told to retire them', async () => {
    const file = join(folder, 'schema.yaml');
    writeFileSync(
      file,
      'version: 2\ntypes:\n  docs: { label: Docs, scope: org, actions: { read: { label: Read } } }\n',
    );
    const before = await start();
    await call(before, await token(), `${IAM}/policies`, { name: 'Apps', permissions: ['apps:read', 'policies:read'] });
    await end(before, 'SIGTERM');
    const refused = await start({ SCHEMA_FILE: file });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('apps:*:read');
    const retired = await start({ SCHEMA_FILE: file, RETIRE_GRANTS: 'true' });
    const [, { policies }] = await call(retired, await token(), `${IAM}/policies`);
    expect(policies.find(({ name }: { name: string }) => name === 'Apps').permissions).toEqual(['policies:*:read']);
  });
});
