import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
let entries: any[];
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  const { alice, path, role, member } = team;
  const reader = await role({ permissions: ['apps:read'] });
  await alice.put(`${path}/resources/models/${reader}`, { name: 'Of the same id as a role' }).expect(201);
  for (let i = 0; i < 12; i++) await member(`user-${i}`, reader);
  await member('bob', 'rl-admin');
  const bob = server.as('bob');
  for (let i = 0; i < 9; i++) await bob.put(`${path}/roles/${reader}`, { description: `Change ${i}` }).expect(200);
  for (let i = 0; i < 9; i++) await bob.delete(`${path}/members/user-${i}`).expect(204);
  entries = (await team.audit()).reverse();
});
afterAll(() => server.close());

const get = async (query: string, status = 200): Promise<any> => {
  const answer = await team.alice.get(`${team.path}/audit?${query}`);
  expect([query, answer.status]).toEqual([query, status]);
  return answer.body;
};

const queryOf = (filter: Record<string, string>): string => new URLSearchParams(filter).toString();

/** The sequence numbers on all pages. */
async function walk(filter: Record<string, string>, limit = 4): Promise<number[]> {
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const body: any = await get(queryOf({ ...filter, limit: String(limit), ...(cursor && { cursor }) }));
    expect([body.total, body.entries.length]).toEqual([null, body.has_more ? limit : body.entries.length]);
    seen.push(...body.entries.map(({ seq }: any) => seq));
    cursor = body.next_cursor;
  }
  return seen;
}

const fits =
  (filter: Record<string, string>) =>
  ({ actor, action, target, at }: any): boolean =>
    (filter['actor'] ?? actor.id) === actor.id &&
    (filter['action'] ?? action) === action &&
    (filter['target_type'] ?? target.type) === target.type &&
    (filter['target_id'] ?? target.id) === target.id &&
    (filter['from'] === undefined || Date.parse(at) >= Date.parse(filter['from'])) &&
    (filter['to'] === undefined || Date.parse(at) < Date.parse(filter['to']));

describe('the audit log, filtered', () => {
  it('has exactly the entries that fit every parameter, on as many pages as it takes', async () => {
    const of = (name: (entry: any) => string): string[] => [...new Set(entries.map(name))];
    const roleId = entries.find(({ action }) => action === 'role.update').target.id;
    const middle = entries[Math.floor(entries.length / 2)].at;
    const late = entries[3].at;
    const filters: Array<Record<string, string>> = [
      ...of(({ actor }) => actor.id).map((actor) => ({ actor })),
      ...of(({ action }) => action).map((action) => ({ action })),
      ...of(({ target }) => target.type).map((target_type) => ({ target_type })),
      ...['user-1', roleId, 'nobody'].map((target_id) => ({ target_id })),
      ...['models', 'roles', 'members'].map((target_type) => ({ target_type, target_id: roleId })),
      { actor: 'bob', action: 'member.remove' },
      { actor: 'alice', action: 'member.remove' },
      { actor: 'bob', target_type: 'roles', target_id: roleId },
      { from: middle },
      { to: middle },
      { from: middle, to: late },
      { from: middle, to: late, actor: 'bob', action: 'role.update', target_type: 'roles', target_id: roleId },
      { from: '2000-01-01T00:00:00Z' },
      { to: '2000-01-01T00:00:00Z' },
      { from: '2100-01-01T00:00:00Z' },
      { to: '2100-01-01T00:00:00+14:00' },
    ];
    for (const filter of filters) {
      const wanted = entries.filter(fits(filter)).map(({ seq }) => seq);
      expect([filter, await walk(filter)]).toEqual([filter, wanted]);
    }
    expect(entries.filter(fits({ actor: 'bob' })).length).toBeGreaterThan(12);
  });

  it('takes a moment in any zone, the first inclusive and the last exclusive', async () => {
    const { at } = entries[5];
    const zoned = (text: string): string =>
      `${new Date(Date.parse(text) + 5_400_000).toISOString().slice(0, -1)}+01:30`;
    const from = (await get(queryOf({ from: zoned(at) }))).entries;
    const to = (await get(queryOf({ to: zoned(at) }))).entries;
    expect(from.map((entry: any) => entry.at >= at)).not.toContain(false);
    expect(to.map((entry: any) => entry.at < at)).not.toContain(false);
    expect(from.length + to.length).toBe(entries.length);
  });

  it('never goes back in time, whatever a clock says', async () => {
    const own = await givenTeam(server);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now');
    for (const skew of [0, 2_000, -2_000, 0]) {
      clock.mockReturnValue(now + skew);
      await own.alice.put(`/v1/orgs/${own.orgId}`, { name: `Skewed by ${skew}` }).expect(200);
    }
    clock.mockRestore();
    const times = (await own.audit()).map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(times.slice(-3)).toEqual(Array(3).fill(new Date(now + 2_000).toISOString()));
  });

  it('has cursors that are good for the same filter alone', async () => {
    const filters = ['', 'actor=alice', 'action=alice', 'target_type=alice', 'target_id=alice', 'actor=bob'];
    filters.push('from=2000-01-01T00:00Z', 'to=2100-01-01T00:00Z', 'actor=bob&to=2100-01-01T00:00Z');
    for (const filter of ['', 'actor=alice', 'from=2000-01-01T00:00Z', 'actor=bob&to=2100-01-01T00:00Z']) {
      const { next_cursor: cursor } = await get(`limit=1&${filter}`);
      for (const other of filters) {
        const body = await get(`cursor=${cursor}&${other}`, other === filter ? 200 : 422);
        if (other !== filter) expect(body.detail).toMatchObject([{ loc: ['query', 'cursor'] }]);
      }
    }
  });

  it.each([
    ['from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z', 'to', 'must be after from'],
    ['from=2026-01-02T00:00:00Z&to=2026-01-02T00:59:59%2B01:00', 'to', 'must be after from'],
    ['from=2026-01-02', 'from', 'must be an ISO 8601'],
    ['to=2026-01-02T00:00:00', 'to', 'must be an ISO 8601'],
    ['to=now', 'to', 'must be an ISO 8601'],
    ['actor=', 'actor', 'at least 1 character'],
    ['actor=a&actor=b', 'actor', 'given more than once'],
    ['action=a%00b', 'action', 'printable ASCII'],
    ['target_type=%F0%9F%98%80', 'target_type', 'printable ASCII'],
    [`target_id=${'x'.repeat(256)}`, 'target_id', 'at most 255 characters'],
    ['target=x', 'target', 'Extra inputs'],
  ])('is refused %s', async (query, name, message) => {
    for (const list of ['audit', 'audit/export']) {
      const { body } = await team.alice.get(`${team.path}/${list}?${query}`).expect(422);
      expect(body.detail).toMatchObject([{ loc: ['query', name], msg: expect.stringContaining(message) }]);
    }
  });

  it('does not read more than it shows, however many entries there are', async () => {
    const own = await givenTeam(server);
    await fill(own.orgId, 20_000);
    const plan = async (filter: Record<string, string>): Promise<number> => {
      const spy = jest.spyOn(server.dataSource.manager, 'query');
      await own.alice.get(`${own.path}/audit?${queryOf({ ...filter, limit: '50' })}`).expect(200);
      const [text, parameters] = spy.mock.calls.find(([sql]) => sql.includes('audit_entry e'))! as [string, any[]];
      spy.mockRestore();
      const rows: any[] = await server.dataSource.query(`explain (analyze, format json) ${text}`, parameters);
      return rowsRead(rows[0]['QUERY PLAN'][0].Plan);
    };
    const filters: Array<Record<string, string>> = [
      {},
      { actor: 'user-1' },
      { actor: 'user-1', action: 'role.update' },
      { action: 'policy.update' },
      { target_type: 'policies' },
      { target_id: 'thing-7' },
      { from: '2026-01-01T01:00:00Z' },
      { to: '2026-01-01T01:00:00Z' },
      { from: '2026-01-01T01:00:00Z', to: '2026-01-01T02:00:00Z' },
      { from: '2026-01-01T01:00:00Z', actor: 'user-1' },
    ];
    for (const filter of filters) {
      expect([filter, (await plan(filter)) < 200]).toEqual([filter, true]);
    }
  });
});

/** The text of those entries; only the columns are different in each. */
const SHOWN = {
  seq: 3,
  revision: 3,
  at: '2026-01-01T00:00:03.000Z',
  request_id: null,
  action: 'role.update',
  actor: { id: 'user-1', kind: 'member' },
  target: { type: 'roles', id: 'thing-3' },
  before: null,
  after: null,
};

/** Entries of an organisation that look like many changes, one a second from the start of 2026. */
async function fill(orgId: string, count: number): Promise<void> {
  await server.dataSource.query(
    `insert into castellan.audit_entry
       (org_id, seq, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash)
     select $1, n, n, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second', 'user-' || n % 3,
            case n % 2 when 0 then 'policy.update' else 'role.update' end,
            case n % 2 when 0 then 'policies' else 'roles' end, 'thing-' || n % 100, $3, '', ''
       from generate_series(3, $2::bigint) n`,
    [orgId, count, JSON.stringify(SHOWN)],
  );
  await server.dataSource.query('analyze castellan.audit_entry');
}

/** How many rows the scans of a plan read, those that a filter threw away included. */
function rowsRead(plan: any): number {
  const own = plan.Plans === undefined ? plan['Actual Rows'] * plan['Actual Loops'] : 0;
  return (
    own +
    (plan['Rows Removed by Filter'] ?? 0) +
    (plan.Plans ?? []).reduce((sum: number, p: any) => sum + rowsRead(p), 0)
  );
}
