import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import { AuditRepository } from '../../libs/nest/src/audit/audit.repository';
import { mapEntryUsers } from '../../libs/nest/src/changes/entry-users';
import { auditHash } from '../../libs/nest/src/changes/audit-chain';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  for (let batch = 0; batch < 6; batch++) {
    const members = Array.from({ length: 900 }, (_, at) => ({ user_id: `user-${batch}-${at}`, role_ids: [] }));
    await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
  }
});
afterAll(() => server.close());
afterEach(() => jest.restoreAllMocks());

/** Opens an export without reading it. */
const open = (query = ''): Promise<IncomingMessage> =>
  new Promise((done, fail) => {
    const headers = { Authorization: `Bearer ${server.token('alice')}` };
    get(`${server.url}${team.path}/audit/export${query}`, { headers, agent: false }, done).on('error', fail);
  });

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

const linesOf = async (query?: string): Promise<any[]> =>
  (await textOf(await open(query)))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** All entries of the pages, oldest first. */
async function pages(query = ''): Promise<any[]> {
  const found: any[] = [];
  for (let cursor = ''; ;) {
    const { body } = await team.alice.get(`${team.path}/audit?limit=200${query}${cursor}`).expect(200);
    found.push(...body.entries);
    if (body.next_cursor === null) return found.reverse();
    cursor = `&cursor=${body.next_cursor}`;
  }
}

/** What the database was asked for, batch by batch, from now on. */
const batches = (): jest.SpyInstance => jest.spyOn(AuditRepository.prototype, 'batch');

describe('the export of the audit log', () => {
  it('has every entry of the pages, oldest first, a line each, and is NDJSON', async () => {
    const response = await open();
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="audit-${team.orgId}.ndjson"`,
      'castellan-revision': await team.revisionText(),
    });
    const text = await textOf(response);
    expect(text.endsWith('}\n')).toBe(true);
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(5_000);
    const shown = lines.map(({ org_id: _org, schema_hash: _schema, change_id: _id, users, ...entry }) =>
      mapEntryUsers(entry, (reference) => users[reference]),
    );
    expect(shown).toEqual(await pages());
  });

  it('can be verified line by line by who has it', async () => {
    let previous = '';
    for (const line of (await textOf(await open())).split('\n').slice(0, -1)) {
      const { hash, users, ...entry } = JSON.parse(line);
      const added = `"hash":"${hash}","users":${JSON.stringify(users)}`;
      expect(line).toBe(`${canonicalize(entry)!.slice(0, -1)},${added}}`);
      expect(canonicalize(entry)).not.toMatch(/"(alice|user-[^"]*)"/);
      expect(hash).toBe(auditHash(previous, canonicalize(entry)!));
      previous = hash;
    }
  });

  it('takes the same filters', async () => {
    const last = (await pages('&target_id=user-3-7'))[0];
    for (const query of ['actor=alice', 'action=org.create', 'target_id=user-3-7', 'actor=nobody', `to=${last.at}`]) {
      const found = (await linesOf(`?${query}`)).map(({ seq }) => seq);
      expect([query, found]).toEqual([query, (await pages(`&${query}`)).map(({ seq }) => seq)]);
    }
  });

  it('ends at the entry that was the last when it began', async () => {
    const before = (await team.audit()).length;
    const response = await open();
    await team.member('late');
    expect((await textOf(response)).split('\n').length - 1).toBe(before);
  });

  it('reads no further than it is taken, and stops when the client goes', async () => {
    await fill(600, 20_000);
    const spy = batches();
    const response = await open('?target_type=models');
    response.once('data', () => response.pause());
    await sleep(500);
    const asked = spy.mock.calls.length;
    expect(asked).toBeLessThan(4);
    response.destroy();
    await sleep(300);
    expect(spy.mock.calls.length - asked).toBeLessThan(2);
    const whole = await linesOf('?target_type=models');
    expect([whole.length, spy.mock.calls.length > 4]).toEqual([600, true]);
  });

  it('breaks the connection off when the database fails on the way, and answers when it does at once', async () => {
    const spy = batches();
    const error = Object.assign(new Error('gone'), { code: '57P01' });
    const first = Array.from({ length: 3 }, (_, at) => ({
      seq: String(at + 1),
      entry: '{"actor":{"id":"a","kind":"system"},"target":{"type":"t","id":"i"}}',
      hash: 'h',
    }));
    spy.mockResolvedValueOnce(first).mockRejectedValueOnce(error);
    const response = await open();
    expect(response.statusCode).toBe(200);
    await expect(textOf(response)).rejects.toThrow(/aborted/);
    expect(response.complete).toBe(false);
    spy.mockReset().mockRejectedValueOnce(error);
    expect((await open()).statusCode).toBe(503);
  });

  it('reads nothing for a HEAD', async () => {
    const spy = batches();
    const { headers } = await team.alice.head(`${team.path}/audit/export`).expect(200);
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(spy.mock.calls.length).toBeLessThan(2);
  });
});

/** Adds entries of this size to the log; what they say is made up, and so is the chain. */
async function fill(count: number, bytes: number): Promise<void> {
  await server.dataSource.query(
    `insert into castellan.audit_entry
       (org_id, seq, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash)
     select $1, s.audit_seq + n, s.revision, now(), 'alice', 'resource.update', 'models', 'm',
            jsonb_build_object('seq', s.audit_seq + n, 'actor', '{"kind":"system"}'::jsonb, 'target', '{}'::jsonb,
                               'text', repeat('x', $3::int))::text, '', ''
       from castellan.organisation_state s, generate_series(1, $2::int) n where s.org_id = $1`,
    [team.orgId, count, bytes],
  );
  await server.dataSource.query(
    'update castellan.organisation_state set audit_seq = audit_seq + $2 where org_id = $1',
    [team.orgId, count],
  );
}
