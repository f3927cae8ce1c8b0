import { Database, verifyChain, type ChainReport } from '@castellan/nest/database';
import { auditHash } from '../../libs/nest/src/changes/audit-chain';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

const KEY = 'a key of the audit chain, at least 32 bytes long';

describe.each([
  ['with a key', KEY],
  ['without a key', undefined],
])('a chain %s', (_, auditKey) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { auditKey } });
  });
  afterAll(() => server.close());

  const query = (text: string, parameters: unknown[] = []): Promise<any[]> => server.dataSource.query(text, parameters);

  const verify = (orgId: string, options: { key?: string; logged?: string } = {}): Promise<ChainReport> =>
    verifyChain(new Database(server.dataSource), orgId, { key: auditKey, ...options });

  const problems = async (orgId: string): Promise<string[]> => {
    const { findings, more } = await verify(orgId);
    expect(more).toBe(0);
    return findings.map(({ from, to, problem }) => `${from}-${to} ${problem}`);
  };

  /** What a superuser can do to the log of an organisation: `$1` in each statement is its id. */
  const tamper = async (orgId: string, ...statements: string[]): Promise<void> => {
    await query('alter table castellan.audit_entry disable trigger user');
    for (const text of statements) await query(text, [orgId]);
    await query('alter table castellan.audit_entry enable trigger user');
  };

  /** An organisation with twelve entries. */
  const given = async (): Promise<string> => {
    const { orgId, member } = await givenTeam(server);
    for (let i = 0; i < 10; i++) await member(`user-${i}`);
    return orgId;
  };

  /** The hashes of a chain, oldest first. */
  const hashes = async (orgId: string): Promise<string[]> => {
    const found = await query('select hash from castellan.audit_entry where org_id = $1 order by seq', [orgId]);
    return found.map(({ hash }) => hash);
  };

  it('is sound as it was written', async () => {
    const orgId = await given();
    const head = (await hashes(orgId)).at(-1);
    expect(await verify(orgId)).toEqual({ orgId, entries: 12, head, findings: [], more: 0, loggedAt: null });
  });

  it.each([
    ['text', `entry = replace(entry, 'member.assign', 'member.remove')`, /^6-6 its hash does not fit/],
    ['hash', `hash = md5('x')`, /^6-6 its hash does not fit.*7-7 does not follow/],
    ['previous hash', `prev_hash = md5('x')`, /^6-6 its hash does not fit.*6-6 does not follow/],
    ['action', `action = 'member.remove'`, /^6-6 its text says otherwise than its columns: action$/],
    ['actor', `actor_id = 'mallory'`, /^6-6 .*: actor_id$/],
    ['target', `target_type = 'roles', target_id = 'x'`, /^6-6 .*: target_type, target_id$/],
    ['time', `at = at + interval '1 second'`, /^6-6 .*: at$/],
    ['revision', `revision = 1`, /^6-6 .*: revision$/],
    ['text to no JSON', `entry = 'x'`, /^6-6 its hash .*6-6 its text says otherwise than its columns: org_id, seq/],
    [
      'text to no object',
      `entry = 'null'`,
      /^6-6 its hash .*6-6 its text says otherwise than its columns: org_id, seq/,
    ],
  ])('shows that an entry’s %s was changed', async (_, change, found) => {
    const orgId = await given();
    await tamper(orgId, `update castellan.audit_entry set ${change} where org_id = $1 and seq = 6`);
    expect((await problems(orgId)).join(' | ')).toMatch(found);
  });

  it('shows removed entries', async () => {
    const orgId = await given();
    await tamper(orgId, 'delete from castellan.audit_entry where org_id = $1 and seq in (1, 4, 5)');
    expect(await problems(orgId)).toEqual(['1-1 removed', '4-5 removed']);
  });

  it('shows removed entries also when the rest was numbered anew', async () => {
    const orgId = await given();
    await tamper(
      orgId,
      'delete from castellan.audit_entry where org_id = $1 and seq = 5',
      'update castellan.audit_entry set seq = seq - 100 where org_id = $1 and seq > 5',
      'update castellan.audit_entry set seq = seq + 99 where org_id = $1 and seq < 0',
      'update castellan.organisation_state set audit_seq = 11 where org_id = $1',
    );
    expect(await problems(orgId)).toEqual([
      '5-11 its text says otherwise than its columns: seq',
      '5-5 does not follow the entry before it',
    ]);
  });

  it('shows entries in another order', async () => {
    const orgId = await given();
    const swap = (from: number, to: number): string =>
      `update castellan.audit_entry set seq = ${to} where org_id = $1 and seq = ${from}`;
    await tamper(orgId, swap(5, 100), swap(6, 5), swap(100, 6));
    expect(await problems(orgId)).toEqual([
      '5-6 its text says otherwise than its columns: seq',
      '5-7 does not follow the entry before it',
    ]);
  });

  it('shows an entry of another organisation, and one with a number below the first', async () => {
    const [orgId, other] = [await given(), await given()];
    await tamper(
      orgId,
      `insert into castellan.audit_entry
       select $1, 0, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash, change_id
         from castellan.audit_entry where org_id = '${other}' and seq = 1`,
    );
    expect(await problems(orgId)).toEqual([
      '0-0 its text says otherwise than its columns: org_id, seq',
      '0-0 has a sequence number that no entry has',
      '1-1 does not follow the entry before it',
    ]);
  });

  it('shows a tail that was cut, while the state row still counts it', async () => {
    const orgId = await given();
    await tamper(orgId, 'delete from castellan.audit_entry where org_id = $1 and seq > 10');
    expect(await problems(orgId)).toEqual(['11-12 removed: the state row counts them']);
  });

  it('shows a state row with another head, with a smaller number, and that is gone', async () => {
    const orgId = await given();
    await query(`update castellan.organisation_state set audit_head = 'x' where org_id = $1`, [orgId]);
    expect(await problems(orgId)).toEqual(['12-12 is not the head that the state row has']);
    await query(`update castellan.organisation_state set audit_seq = 9 where org_id = $1`, [orgId]);
    expect(await problems(orgId)).toEqual(['10-12 added: the state row does not count them']);
    await query('delete from castellan.organisation_state where org_id = $1', [orgId]);
    expect(await problems(orgId)).toEqual(['12-12 no such organisation, or its state row was removed']);
  });

  it('shows by the logged head alone that the tail was cut and the state row set back', async () => {
    const orgId = await given();
    const [before, logged] = (await hashes(orgId)).slice(-2);
    expect(await verify(orgId, { logged })).toMatchObject({ loggedAt: 12 });
    await tamper(
      orgId,
      'delete from castellan.audit_entry where org_id = $1 and seq = 12',
      `update castellan.organisation_state set audit_seq = 11, audit_head = '${before}' where org_id = $1`,
    );
    expect(await verify(orgId, { logged })).toMatchObject({ findings: [], loggedAt: null });
    expect(await verify(orgId, { logged: before })).toMatchObject({ findings: [], loggedAt: 11 });
  });

  it('that somebody without the key wrote anew is found out by the key, or by the logged head', async () => {
    const orgId = await given();
    const logged = (await hashes(orgId)).at(-1);
    const found = await query('select seq, entry from castellan.audit_entry where org_id = $1 order by seq', [orgId]);
    const statements: string[] = [];
    let previous = '';
    for (const { seq, entry } of found) {
      const forged = entry.replaceAll('member.assign', 'member.remove');
      const hash = auditHash(previous, forged);
      statements.push(
        `update castellan.audit_entry
            set entry = '${forged}', action = '${JSON.parse(forged).action}', prev_hash = '${previous}', hash = '${hash}'
          where org_id = $1 and seq = ${seq}`,
      );
      previous = hash;
    }
    statements.push(`update castellan.organisation_state set audit_head = '${previous}' where org_id = $1`);
    await tamper(orgId, ...statements);
    const { findings, loggedAt } = await verify(orgId, { logged });
    expect(loggedAt).toBeNull();
    expect(findings).toEqual(
      auditKey === undefined ? [] : [{ from: 1, to: 12, problem: 'was hashed without the key' }],
    );
  });

  it('is not sound under another key', async () => {
    const orgId = await given();
    const { findings } = await verify(orgId, { key: 'x'.repeat(32) });
    expect(findings).toMatchObject([{ from: 1, to: 12 }]);
  });

  it('is walked in batches, and at most twenty findings of however many are kept', async () => {
    const { orgId, alice, path } = await givenTeam(server);
    for (let batch = 0; batch < 2; batch++) {
      const members = Array.from({ length: 700 }, (_, at) => ({ user_id: `u-${batch}-${at}`, role_ids: [] }));
      await alice.post(`${path}/members/batch`, { members }).expect(200);
    }
    expect(await verify(orgId)).toMatchObject({ entries: 1402, findings: [] });
    await tamper(orgId, `delete from castellan.audit_entry where org_id = $1 and seq % 10 = 5`);
    const { findings, more, entries } = await verify(orgId);
    expect([findings.length, more, entries]).toEqual([20, 120, 1262]);
  });
});
