import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { encodeCursor } from '../../libs/nest/src/http/cursor';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('the audit log', () => {
  it('lists every change once, newest first, on as many pages as it takes', async () => {
    const { alice, path, member } = await givenTeam(server);
    for (let i = 0; i < 25; i++) await member(`user-${i}`);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: Response = await alice.get(`${path}/audit?limit=7${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.entries.map(({ seq }: { seq: number }) => seq));
      expect(body.total).toBe(27);
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(Array.from({ length: 27 }, (_, at) => 27 - at));
  });

  it('says who did what to what, with the whole object before and after, and no profile', async () => {
    const { alice, path, member } = await givenTeam(server);
    await member('bob');
    await server.as('bob', { email: 'bob@example.com' }).get(`${path}/me`).expect(200);
    const made = await alice
      .post(`${path}/policies`, { name: 'Watched', permissions: ['apps:read'] })
      .set('X-Request-Id', 'the-request')
      .expect(201);
    await alice.put(`${path}/members/bob`, { status: 'suspended' }).expect(200);
    const { body } = await alice.get(`${path}/audit`).expect(200);
    expect(body.entries[1]).toMatchObject({
      action: 'policy.create',
      actor: { id: 'alice', kind: 'member' },
      request_id: 'the-request',
      target: { type: 'policies', id: made.body.policy_id },
      before: null,
      after: made.body,
    });
    expect(body.entries[0]).toMatchObject({
      action: 'member.update',
      before: { status: 'active' },
      after: { user_id: 'bob', status: 'suspended' },
    });
    expect(JSON.stringify(body)).not.toContain('example.com');
  });

  it('is chained: each entry’s hash is over the one before and its own text', async () => {
    const { orgId, member } = await givenTeam(server);
    await member('bob');
    const rows = await server.dataSource.query<Array<{ entry: string; prev_hash: string; hash: string }>>(
      'select entry, prev_hash, hash from castellan.audit_entry where org_id = $1 order by seq',
      [orgId],
    );
    let previous = '';
    for (const { entry, prev_hash, hash } of rows) {
      expect(prev_hash).toBe(previous);
      expect(hash).toBe(createHash('sha256').update(`${previous}\n${entry}`).digest('hex'));
      previous = hash;
    }
    const [{ audit_head: head }] = await server.dataSource.query(
      'select audit_head from castellan.organisation_state where org_id = $1',
      [orgId],
    );
    expect(head).toBe(previous);
  });

  it('refuses a made-up position', async () => {
    const { alice, orgId, path } = await givenTeam(server);
    for (const position of ['x', '-1', '9'.repeat(30), "1'", '1 ', '\u0000']) {
      const answer = await alice.get(`${path}/audit?cursor=${encodeCursor(orgId, 'audit', position)}`);
      expect([position, answer.status]).toEqual([position, 422]);
    }
  });
});
