import { HEAVY_MEMBERS, HEAVY_ROLES, storeHeavy, TENTH, FULL, type Weight } from '../../bench/src/heavy-organisation';
import { ROUTES, type RouteRow, type Samples } from '../e2e/route-table';
import { postgresUrl } from '../support/postgres';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { countStatements, type Statement } from './counted-statements';
import { touchedRows } from './touched-rows';

/** All limits, but for permissions that no two roles share: these would fill the database and change nothing here. */
const LIMITS: Readonly<Record<string, Weight>> = {
  tenth: { ...TENTH, fullPolicies: 50 },
  full: { ...FULL, fullPolicies: 500 },
};
/** The most that any request may cost at 100 % of the limits, and what it may cost more than at a tenth of them. */
const MOST: Cost = { statements: 130, rows: 5_000, size: 30_000_000, touched: 350_000, bytes: 8 * 1024 * 1024 };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const query = (text: string, parameters: unknown[] = []): Promise<unknown> =>
    server.dataSource.query(text, parameters);
  // Nothing is known of the tables: that is how a new installation is, and one that has just been filled.
  for (const table of ['policy', 'role', 'role_policy', 'member', 'assignment', 'resource', 'workspace', 'audit_entry'])
    await query(`alter table castellan.${table} set (autovacuum_enabled = false)`);
  for (const [org_id, weight] of Object.entries(LIMITS)) {
    await server.as(OPERATOR).post('/v1/orgs', { org_id, name: org_id, admin_user_id: 'alice' }).expect(201);
    await server.fill((unlimited) => storeHeavy(unlimited, org_id, weight));
    await server.as('alice').post(`/v1/orgs/${org_id}/workspaces`, { name: 'One', workspace_id: 'one' }).expect(201);
    await server.as('alice').put(`/v1/orgs/${org_id}/iam/resources/models/m-1`, { name: 'One' }).expect(201);
    const made = { name: 'To be reverted', permissions: [] };
    const { headers } = await server.as('alice').post(`/v1/orgs/${org_id}/iam/policies`, made).expect(201);
    revisions.set(org_id, headers['castellan-revision'] as string);
  }
}, 600_000);
afterAll(() => server.close());

/** What a request costs. */
interface Cost {
  readonly statements: number;
  /** The rows that came into the process, and their size as JSON. */
  readonly rows: number;
  readonly size: number;
  /** The rows that the database looked at for it. */
  readonly touched: number;
  readonly bytes: number;
}

/** The change of each organisation that can be reverted. */
const revisions = new Map<string, string>();

const samplesOf = (org_id: string): Samples => ({
  org_id,
  policy_id: 'pol-heavy-1',
  role_id: HEAVY_ROLES.scoped,
  user_id: HEAVY_MEMBERS.scopes,
  workspace_id: 'one',
  resource_id: 'm-1',
  revision: revisions.get(org_id) ?? '',
});

function pathOf({ path, query, method }: RouteRow, samples: Samples): string {
  const values: Record<string, string> = {
    ...samples,
    organizationId: samples.org_id,
    roleId: samples.role_id,
    member_user_id: HEAVY_MEMBERS.roles,
    resource_type: 'models',
    permission: 'models:read',
  };
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? name));
  const dry = method === 'GET' || path.endsWith('check') || path.endsWith('batch') ? [] : ['dry_run=true'];
  const asked = [...(query === undefined ? [] : [query]), ...dry].join('&');
  return asked === '' ? filled : `${filled}?${asked}`;
}

async function costOf(row: RouteRow, orgId: string): Promise<Cost> {
  const samples = samplesOf(orgId);
  const client = server.as('alice');
  const path = pathOf(row, samples);
  const send = async (): Promise<{ status: number; text: string }> => {
    if (row.method === 'GET' || row.method === 'DELETE') {
      return row.method === 'GET' ? client.get(path) : client.delete(path);
    }
    return client[row.method === 'POST' ? 'post' : 'put'](path, row.body?.(samples));
  };
  const { result, statements } = await countStatements(send);
  if (![200, 204, row.status].includes(result.status))
    throw new Error(`${path} answered ${result.status}: ${result.text}`);
  const sum = (of: (statement: Statement) => number): number => statements.reduce((total, one) => total + of(one), 0);
  let touched = 0;
  for (const statement of statements) {
    touched += (await touchedRows(server.dataSource, statement)) ?? 0;
  }
  const bytes = Buffer.byteLength(result.text ?? '');
  return {
    statements: statements.length,
    rows: sum(({ rows }) => rows),
    size: sum(({ size }) => size),
    touched,
    bytes,
  };
}

const title = 'at the limits of the design, without statistics, a request';
(postgresUrl() === undefined ? describe.skip : describe)(title, () => {
  it.each(ROUTES.map((row) => [`${row.method} ${row.path}`, row] as const))('%s', async (name, row) => {
    const [tenth, full] = [await costOf(row, 'tenth'), await costOf(row, 'full')];
    if (process.env['CASTELLAN_COSTS'] === '1') process.stderr.write(`${name} ${JSON.stringify([tenth, full])}\n`);
    // Who can decides about 50 members, and one of them has the most permissions that a process decides about.
    const times = name.endsWith(':permission/members') ? 2 : 1;
    for (const what of Object.keys(MOST) as Array<keyof Cost>) {
      expect([what, full[what] <= times * MOST[what] ? 'fits' : full[what]]).toEqual([what, 'fits']);
      // What is asked about has ten times as much, and nothing else does.
      const most = 12 * tenth[what] + (what === 'size' || what === 'bytes' ? 2_000_000 : 3_000);
      expect([what, full[what] <= most ? 'fits' : [tenth[what], full[what]]]).toEqual([what, 'fits']);
    }
  });

  it.each([
    ['policies', 'policy_id', 'policy'],
    ['roles', 'role_id', 'role'],
    ['members', 'user_id', 'member'],
  ])('for %s is answered page by page, each item once, and by none over 2 MB', async (list, key, table) => {
    const found: string[] = [];
    let shortPages = 0;
    for (let cursor = ''; ;) {
      const page = await server.as('alice').get(`/v1/orgs/tenth/iam/${list}?limit=200${cursor}`).expect(200);
      const items = page.body[list] as Array<Record<string, string>>;
      found.push(...items.map((item) => item[key] as string));
      expect(items.length === 1 || page.text.length < 6_000_000).toBe(true);
      if (!page.body.has_more) break;
      shortPages += Number(items.length < 200);
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    const stored = await server.dataSource.query(
      `select ${key} as id from castellan.${table} where org_id = 'tenth' order by ${key} collate "C"`,
    );
    expect(found).toEqual(stored.map(({ id }: { id: string }) => id));
    if (list === 'roles') expect(shortPages).toBeGreaterThan(3);
  });

  it('about a member whose roles fill the memory is answered 503, and who can is answered without it', async () => {
    const path = '/v1/orgs/full/iam';
    for (const user of [HEAVY_MEMBERS.roles, 'alice']) {
      const asked = user === 'alice' ? `members/${HEAVY_MEMBERS.roles}/permissions` : 'me';
      const { status, body } = await server.as(user).get(`${path}/${asked}`);
      expect([status, body.error]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    }
    const { body } = await server.as('alice').get(`${path}/permissions/models:read/members?limit=50`).expect(200);
    expect(body.has_more).toBe(true);
    expect(body.members.length).toBeGreaterThan(10);
  });

  it('who can walks on to the only holder', async () => {
    const { body } = await server.as('alice').get('/v1/orgs/full/iam/permissions/secrets:delete/members').expect(200);
    expect(body.members.map((held: any) => held.user_id)).toEqual(['alice', HEAVY_MEMBERS.holder]);
    expect(body.has_more).toBe(false);
  });
});
