import { defaultSchema, parsePermission } from '@castellan/core';
import * as fc from 'fast-check';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
});
afterAll(() => server.close());

interface Statement {
  resources: string[];
  actions: string[];
  effect: 'allow' | 'deny';
}

const types = [...defaultSchema.types.keys(), '*'];
const scopes = ['*', '$self', 'ws-1', 'b', 'B', 'workspaces/ws-1', 'a%2Fb', '%24x'];
const actions = ['read', 'write', 'delete', 'manage', 'bind', 'view', '*'];
const resource = fc
  .tuple(fc.constantFrom(...types), fc.constantFrom(null, ...scopes))
  .map(([type, scope]) => (scope === null ? type : `${type}:${scope}`));
const effect = fc.constantFrom<'allow' | 'deny'>('allow', 'deny');
const statement: fc.Arbitrary<Statement> = fc.record({
  resources: fc.array(resource, { minLength: 1, maxLength: 4 }),
  actions: fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 3 }),
  effect,
});
const isKnown = (permission: string): boolean => defaultSchema.problemOf(parsePermission(permission)) === null;

/** The product, as plainly as it can be said. */
const product = (statements: readonly Statement[], only: 'allow' | 'deny'): string[] => [
  ...new Set(
    statements
      .filter((one) => one.effect === only)
      .flatMap((one) =>
        one.resources.flatMap((text) =>
          one.actions.map((a) => (text.includes(':') ? `${text}:${a}` : `${text}:*:${a}`)),
        ),
      ),
  ),
];

const granted = (role: any, only: 'allow' | 'deny'): string[] => [
  ...new Set(role.policies.filter((p: any) => p.effect === only).flatMap((p: any) => p.permissions) as string[]),
];

const at = (id = ''): string => `/organizations/${team.orgId}/roles${id === '' ? '' : `/${id}`}`;
const inFace1 = async (id: string): Promise<any> => (await team.alice.get(`${team.path}/roles/${id}`).expect(200)).body;
const both = ['allow', 'deny'] as const;

describe('a role of random statements', () => {
  it('has in face 1 exactly their product, or is refused for a pair that is unknown', async () => {
    const { id } = (await team.alice.post(at(), { name: 'Random', policies: [] }).expect(200)).body.data;
    const outcomes = { 200: 0, 422: 0 };
    const tried = async (policies: Statement[]): Promise<void> => {
      const wrong = both.flatMap((only) => product(policies, only)).filter((text) => !isKnown(text));
      const { status, body } = await team.alice.put(at(id), { policies });
      expect([status, policies]).toEqual([wrong.length === 0 ? 200 : 422, policies]);
      outcomes[status as 200]++;
      if (status === 422)
        return expect(body.message).toMatch(/policies\[\d\]: ".*" with ".*": .*(unknown|reaches nothing)/);
      expect(body.data.policies).toEqual(policies);
      const role = await inFace1(id);
      for (const only of both) expect(granted(role, only)).toEqual(product(policies, only));
      expect(role.policies.map((p: any) => p.statement)).toEqual(policies);
    };
    const known = statement.filter((one) => product([one], one.effect).every(isKnown));
    const lists = fc.oneof(
      { weight: 3, arbitrary: fc.array(known, { maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(statement, { maxLength: 4 }) },
    );
    await fc.assert(fc.asyncProperty(lists, tried), { numRuns: 60 });
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(3);
  });
});

describe('a role of random shared policies', () => {
  const permission = fc
    .tuple(fc.constantFrom(...types), fc.constantFrom(...scopes), fc.constantFrom(...actions))
    .map((parts) => parts.join(':'))
    .filter(isKnown);
  const policies = fc.array(fc.record({ effect, permissions: fc.array(permission, { maxLength: 8 }) }), {
    maxLength: 3,
  });

  it('is shown as statements whose product is exactly what it has, sorted, each resource in one of them', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const body = { name: `Shared ${i}`, permissions: [] };
      ids.push((await team.alice.post(`${team.path}/policies`, body).expect(201)).body.policy_id);
    }
    const body = { name: 'Shared', policy_ids: ids };
    const { role_id: id } = (await team.alice.post(`${team.path}/roles`, body).expect(201)).body;
    const sorted = (texts: readonly string[]): string[] =>
      texts.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    await fc.assert(
      fc.asyncProperty(policies, async (given) => {
        for (const [i, policyId] of ids.entries()) {
          const sent = given[i] ?? { effect: 'allow', permissions: [] };
          await team.alice.put(`${team.path}/policies/${policyId}`, sent).expect(200);
        }
        const role = await inFace1(id);
        const shown: Statement[] = (await team.alice.get(at(id)).expect(200)).body.data.policies;
        for (const only of both) {
          expect(sorted(product(shown, only))).toEqual(sorted(granted(role, only)));
          const those = shown.filter((one) => one.effect === only);
          const resources = those.flatMap((one) => one.resources);
          expect(new Set(resources).size).toBe(resources.length);
          expect(new Set(those.map((one) => one.actions.join())).size).toBe(those.length);
          expect(those.map((one) => one.resources[0])).toEqual(sorted(those.map((one) => one.resources[0] as string)));
          for (const one of those)
            expect([one.resources, one.actions]).toEqual([sorted(one.resources), sorted(one.actions)]);
        }
        expect(shown.map((one) => one.effect)).toEqual(sorted(shown.map((one) => one.effect)));
      }),
      { numRuns: 40 },
    );
  });

  it('is granted the same when its statements are sent back', async () => {
    const policy_ids = ['pol-developer', 'pol-viewer', 'pol-operator'];
    const made = await team.alice.post(`${team.path}/roles`, { name: 'Mixed', policy_ids }).expect(201);
    const { policies: shown } = (await team.alice.get(at(made.body.role_id)).expect(200)).body.data;
    const { data } = (await team.alice.put(at(made.body.role_id), { policies: shown }).expect(200)).body;
    expect(data.policies).toEqual(shown);
    const after = granted(await inFace1(made.body.role_id), 'allow');
    expect(after.toSorted()).toEqual(granted(made.body, 'allow').toSorted());
  });
});

it('shows a policy whose statement was retired by what is left of it, and replaces it', async () => {
  const sent = { name: 'Retired', policies: [{ resources: ['tools', 'apps'], actions: ['read'], effect: 'allow' }] };
  const { id } = (await team.alice.post(at(), sent).expect(200)).body.data;
  await server.dataSource.query(
    `update castellan.policy set statement = null, permissions = '{apps:*:read}' where org_id = $1 and owner_role_id = $2`,
    [team.orgId, id],
  );
  const left = { resources: ['apps'], actions: ['read'], effect: 'allow' };
  expect((await team.alice.get(at(id)).expect(200)).body.data.policies).toEqual([left]);
  const before = await inFace1(id);
  await team.alice.put(at(id), { policies: [left] }).expect(200);
  const after = await inFace1(id);
  expect(after.policies).toMatchObject([{ statement: left, owner_role_id: id }]);
  await team.alice.get(`${team.path}/policies/${before.policy_ids[0]}`).expect(404);
});
