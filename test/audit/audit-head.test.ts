import { startLoggedServer, type LoggedServer } from '../support/logged-server';
import type { TestServer } from '../support/server';
import { givenTeam } from '../support/team';

describe('the head of the audit log', () => {
  let server: TestServer;
  let logged: LoggedServer;
  beforeAll(async () => {
    logged = await startLoggedServer();
    ({ server } = logged);
  });
  afterAll(() => logged.close());

  const headsOf = (orgId: string): any[] =>
    logged
      .written()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes('Audit head') && line.includes(orgId))
      .map((line) => JSON.parse(line));

  const counted = async (): Promise<number[]> => {
    const { text } = await server.anonymous.get('/metrics').expect(200);
    const names = ['castellan_changes_total', 'castellan_audit_entries_total'];
    return names.map((name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]));
  };

  it('is logged after each change, and not after what changed nothing', async () => {
    const { orgId, alice, path } = await givenTeam(server);
    await alice.put(`/v1/orgs/${orgId}`, { name: 'Other' }).expect(200);
    await alice.put(`/v1/orgs/${orgId}`, { name: 'Other' }).expect(200);
    await alice.post(`${path}/policies`, { name: 'One', permissions: ['apps:fly'] }).expect(422);
    await alice.post(`${path}/roles`, { name: 'One', policy_ids: ['pol-none'] }).expect(404);
    const rows: any[] = await server.dataSource.query(
      'select seq::int, hash from castellan.audit_entry where org_id = $1 and seq > 1 order by seq',
      [orgId],
    );
    expect(headsOf(orgId)).toEqual(
      rows.map(({ seq, hash }) =>
        expect.objectContaining({ level: 30, msg: 'Audit head', context: 'Audit', org_id: orgId, seq, head: hash }),
      ),
    );
    expect(rows).toHaveLength(2);
  });

  it('moves metrics that name no organisation', async () => {
    const { alice, path } = await givenTeam(server);
    const [changes = 0, entries = 0] = await counted();
    const members = Array.from({ length: 7 }, (_, at) => ({ user_id: `u-${at}`, role_ids: [] }));
    await alice.post(`${path}/members/batch`, { members }).expect(200);
    await alice.post(`${path}/members/batch`, { members }).expect(200);
    expect(await counted()).toEqual([changes + 1, entries + 7]);
  });
});
