import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { auditVerify } from '../../apps/server/src/audit-verify';
import { loadConfig } from '../../apps/server/src/config';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { startServer } from '../../apps/server/src/server';
import { FoundingService } from '../../libs/nest/src/orgs/founding.service';
import { SYSTEM } from '../../libs/nest/src/changes/changes';
import { emptyTemplate } from '../support/empty-template';
import { temporaryFolder } from '../support/temporary-folder';

const KEY = 'a key of the audit chain, at least 32 bytes long';
const HEAD = /head ([0-9a-f]{64})/;

const folder = temporaryFolder();
const ids = ['org-one', 'org-two'];

/** What the command prints and answers on the folder. */
async function run(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await auditVerify(args, { DATA_DIR: folder.path, AUDIT_KEY: KEY, ...env }, (line) => lines.push(line));
  return { code, lines };
}

describe('audit:verify', () => {
  beforeAll(async () => {
    const embedded = await openEmbedded(folder.path, { template: await emptyTemplate() });
    const config = loadConfig({
      NODE_ENV: 'production',
      EMBEDDED_DATABASE: 'true',
      JWT_SECRET: 'x'.repeat(32),
      JWT_ISSUER: 'i',
      JWT_AUDIENCE: 'a',
      AUDIT_KEY: KEY,
      PORT: '0',
      LOG_LEVEL: 'silent',
    });
    const server = await startServer(config, { database: embedded });
    const founding = server.app.get(FoundingService);
    for (const org_id of ids) await founding.create(SYSTEM, { org_id, name: org_id, admin_user_id: 'alice' });
    expect(await run()).toEqual({ code: 2, lines: [expect.stringMatching(/is in use by this process .*Stop/)] });
    await server.close();
    await embedded.close();
  });
  afterAll(() => folder.remove());

  it('prints a line for each organisation and exits 0 when all is well', async () => {
    const { code, lines } = await run();
    expect([code, lines]).toEqual([
      0,
      ids.map((id) => expect.stringMatching(new RegExp(`^${id}: ok, 2 entries, head`))),
    ]);
  });

  it('looks at one organisation, and for a logged head', async () => {
    const [one = ''] = (await run(['--org', ids[0]!])).lines;
    const head = HEAD.exec(one)![1]!;
    expect(await run(['--head', head])).toMatchObject({
      code: 0,
      lines: [`${one}, the head given is that of entry 2`, expect.stringMatching(/: ok/)],
    });
    for (const args of [
      ['--org', ids[1]!, '--head', head],
      ['--head', 'f'.repeat(64)],
    ]) {
      const { code, lines } = await run(args);
      expect([code, lines.at(-1)]).toEqual([
        1,
        expect.stringMatching(/^No entry has the hash [0-9a-f]{64}: the log was cut/),
      ]);
    }
  });

  it('exits 1 when it finds something', async () => {
    const keyless = await run([], { AUDIT_KEY: undefined });
    expect(keyless).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/: NOT SOUND \(entries 1 to 2: its hash/), {}],
    });
    const unknown = await run(['--org', 'nowhere']);
    expect(unknown).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^nowhere: NOT SOUND \(the chain: no such organisation.*0 entries, head none$/)],
    });
  });

  it.each([
    [['--surprise'], {}, /--surprise.*Usage: npm run audit:verify/s],
    [['extra'], {}, /Usage/],
    [['--head', 'x'], {}, /--head must be 64 hexadecimal digits/],
    [[], { AUDIT_KEY: 'short' }, /AUDIT_KEY has 5 bytes/],
    [[], { DATA_DIR: '/nonexistent' }, /There is no embedded database in \/nonexistent/],
    [[], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /ECONNREFUSED/],
  ])('exits 2 when it cannot look: %j %j', async (args, env, message) => {
    expect(await run(args, env)).toEqual({ code: 2, lines: [expect.stringMatching(message)] });
  });

  it('is a command', async () => {
    const root = join(__dirname, '..', '..');
    const env = { PATH: process.env.PATH, DATA_DIR: folder.path, AUDIT_KEY: KEY };
    const child = await new Promise<{ code: number | null; stdout: string }>((done) => {
      const running = execFile(
        process.execPath,
        ['scripts/audit-verify.mjs', '--org', ids[0]!],
        { cwd: root, env },
        (_, stdout) => done({ code: running.exitCode, stdout }),
      );
    });
    expect(child).toEqual({ code: 0, stdout: expect.stringMatching(/^org-\w+: ok, 2 entries, head [0-9a-f]{64}\n$/) });
  });
});
