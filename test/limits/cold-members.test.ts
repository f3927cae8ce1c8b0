import { compileRole, defaultSchema } from '@castellan/core';
import { readWholeMember, type RolesAtHand } from '../../libs/nest/src/access/state/whole-member';
import { GrantsSource, type MemberKey, type StoredMember } from '../../libs/nest/src/access/sources/grants-source';
import { storeHeavy, TENTH, HEAVY_MEMBERS, type Weight } from '../../bench/src/heavy-organisation';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';

const ORG = 'heavy';
/** A member of 40 roles of 10,000 permissions each. */
const WEIGHT: Weight = {
  ...TENTH,
  policies: 100,
  fullPolicies: 100,
  permissionsOfPolicy: 1_000,
  roles: 40,
  members: 800,
};

let server: TestServer;
let source: GrantsSource;
beforeAll(async () => {
  server = await startTestServer();
  source = server.running.app.get<GrantsSource>(GrantsSource, { strict: false });
  await server.as(OPERATOR).post('/v1/orgs', { org_id: ORG, name: ORG, admin_user_id: 'alice' }).expect(201);
  await server.fill((query) => storeHeavy(query, ORG, { ...WEIGHT, assignments: 40 }));
});
afterAll(() => server.close());

const key: MemberKey = { orgId: ORG, userId: HEAVY_MEMBERS.roles };
const fresh: RolesAtHand = {
  latest: () => new Map(),
  find: () => undefined,
  add: (read) => read.map((role) => compileRole(defaultSchema, role)),
  beginHeavy: () => Promise.resolve(() => undefined),
};

/** The source, and how many roles and permissions each of its answers had; `before` is called ahead of each. */
function counted(before: (step: number) => Promise<unknown> = async () => undefined) {
  const answers: Array<{ readonly roles: number; readonly permissions: number }> = [];
  const grants = async (asked: MemberKey, known: readonly string[]): Promise<StoredMember | null> => {
    await before(answers.length);
    const found = await source.grants(asked, known);
    const roles = found?.roles ?? [];
    const permissions = roles.flatMap(({ policies }) => policies.map((policy) => policy.permissions.length));
    answers.push({ roles: roles.length, permissions: permissions.reduce((sum, one) => sum + one, 0) });
    return found;
  };
  return { answers, source: { stamps: source.stamps.bind(source), grants } as GrantsSource };
}

describe('a member whose roles have many permissions', () => {
  it('is read in steps of at most 30,000 permissions, each role once', async () => {
    const { answers, source: asked } = counted();
    const whole = await readWholeMember(asked, key, fresh);
    expect(whole?.stored.assignments).toHaveLength(40);
    expect(answers.reduce((sum, { roles }) => sum + roles, 0)).toBe(40);
    for (const { permissions } of answers) expect(permissions).toBeLessThanOrEqual(30_000);
    expect(answers.length).toBeLessThanOrEqual(21);
  });

  it('is read by one statement when its roles are small', async () => {
    const { answers, source: asked } = counted();
    await readWholeMember(asked, { ...key, userId: 'alice' }, fresh);
    expect(answers).toHaveLength(1);
  });

  it('is of one moment, whatever changes between the steps', async () => {
    const [{ policies }] = (await source.grants(key, []))!.roles as [StoredMember['roles'][number]];
    const first = policies[0]!.policyId;
    const rewritten: string[] = [];
    // Each change takes what the one before gave: a role of another moment would show another one.
    const { source: asked } = counted(async (step) => {
      if (step === 0 || step > 5) return;
      const permission = `apps:a-${step}:read`;
      rewritten.push(permission);
      await server
        .as('alice')
        .put(`/v1/orgs/${ORG}/iam/policies/${first}`, { permissions: [permission] })
        .expect(200);
    });
    const whole = await readWholeMember(asked, key, fresh);
    const stamps = (await source.grants(key, []))!.stamps;
    expect(whole?.stored.stamps.grants).toBe(stamps.grants);
    const holding = whole!.stored.assignments
      .map(({ stamp }) => whole!.roles.get(stamp)!.source.policies.find(({ policyId }) => policyId === first))
      .filter((policy) => policy !== undefined);
    expect(holding.length).toBeGreaterThan(1);
    for (const { permissions } of holding) expect(permissions).toEqual([rewritten.at(-1)]);
  });
});
