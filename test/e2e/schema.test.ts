import { defineSchema, defaultSchema, type PermissionSchema, type SchemaDeclaration } from '@castellan/core';
import { CastellanOptions } from '../../libs/nest/src/access/castellan.options';
import { Changes } from '../../libs/nest/src/changes/changes';
import { PoliciesService } from '../../libs/nest/src/policies/policies.service';
import { BuiltinsRepository } from '../../libs/nest/src/schema/builtins.repository';
import { BuiltinsService } from '../../libs/nest/src/schema/builtins.service';
import { RetiredGrantsRepository } from '../../libs/nest/src/schema/retired-grants.repository';
import { RetiredGrantsService } from '../../libs/nest/src/schema/retired-grants.service';
import { RetiredScopesRepository } from '../../libs/nest/src/schema/retired-scopes.repository';
import { RetiredScopesService } from '../../libs/nest/src/schema/retired-scopes.service';
import { MembershipsService } from '../../libs/nest/src/assignments/memberships.service';
import { schemaHash } from '../../libs/nest/src/schema/schema-hash';
import { AnswerChecker, readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { refusal } from './answers';

const read = { label: 'Read' };
const apps = { label: 'Apps', scope: 'workspace', actions: { read, write: { label: 'Write' } } } as const;
const before: SchemaDeclaration = {
  types: { apps, tools: { label: 'Tools', scope: 'org', actions: { read } } },
  policies: [
    { id: 'pol-one', name: 'One', permissions: ['apps:read', 'apps:*:read'] },
    { id: 'pol-two', name: 'Two', permissions: ['tools:read'] },
  ],
  roles: [
    { id: 'rl-one', name: 'One', policies: ['pol-one'] },
    { id: 'rl-two', name: 'Two', policies: ['pol-two', 'pol-two'] },
  ],
};

/** The upkeep of a start with another schema, on the database of a running server. */
function upkeep(server: TestServer, schema: PermissionSchema, retire = false): Promise<void> {
  const { app } = server.running;
  const options = Object.assign(new CastellanOptions(), { schema });
  const scopes = new RetiredScopesService(
    app.get(RetiredScopesRepository),
    app.get(MembershipsService, { strict: false }),
    options,
  );
  const retired = new RetiredGrantsService(app.get(RetiredGrantsRepository), app.get(PoliciesService), scopes, options);
  const builtins = new BuiltinsService(app.get(BuiltinsRepository), app.get(Changes), retired, options);
  return builtins.upkeep({ retire });
}

/** A server with the schema `before`, closed after the test, and an organisation on it. */
async function givenServer(): Promise<{ server: TestServer; team: Team }> {
  const server = await startTestServer({ schema: defineSchema(before) });
  open.push(server);
  return { server, team: await givenTeam(server) };
}

const open: TestServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const policies = async (team: Team): Promise<any> => (await team.alice.get(`${team.path}/policies`).expect(200)).body;
const roles = async (team: Team): Promise<any> => (await team.alice.get(`${team.path}/roles`).expect(200)).body;
const makePolicy = async (team: Team, name: string, permissions: string[]): Promise<string> =>
  (await team.alice.post(`${team.path}/policies`, { name, permissions }).expect(201)).body.policy_id;

describe('the permission schema', () => {
  it('is shown whole to every active member', async () => {
    const schema = defineSchema({
      types: {
        projects: {
          label: 'Projects',
          description: 'Plans',
          scope: 'org',
          actions: { read, manage: { label: 'Manage', description: 'All', implies: ['read'], explicit: true } },
        },
        tasks: { label: 'Tasks', scope: 'org', parent: 'projects', listable: true, actions: { read } },
      },
    });
    const server = await startTestServer({ schema });
    open.push(server);
    const team = await givenTeam(server);
    const path = `${team.path}/permissions/schema`;
    const { body, status } = await team.alice.get(path).expect(200);
    const operation = 'GET /v1/orgs/{org_id}/iam/permissions/schema';
    expect(new AnswerChecker(readContract('orgs-iam')).problems(operation, status, body)).toEqual([]);
    const shownRead = { name: 'read', label: 'Read', description: null, implies: [], explicit: false };
    const manage = { name: 'manage', label: 'Manage', description: 'All', implies: ['read'], explicit: true };
    expect(body.types.slice(0, 2)).toEqual([
      {
        name: 'projects',
        label: 'Projects',
        description: 'Plans',
        scope: 'org',
        parent: null,
        listable: false,
        actions: [shownRead, manage],
      },
      {
        name: 'tasks',
        label: 'Tasks',
        description: null,
        scope: 'org',
        parent: 'projects',
        listable: true,
        actions: [shownRead],
      },
    ]);
    expect(body.types.map(({ name }: any) => name)).toEqual([...schema.types.keys()]);
    await team.member('bob');
    expect((await server.as('bob').get(path).expect(200)).body).toEqual(body);
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    expect((await server.as('bob').get(path).expect(403)).body.details).toEqual(refusal('suspended'));
    await server.as('mallory').get(path).expect(403);
    await server.anonymous.get(path).expect(401);
  });

  it('has a hash over everything in it, but not over the order of its types', () => {
    const hash = (declaration: SchemaDeclaration): string => schemaHash(defineSchema(declaration));
    const { apps, tools } = before.types as Record<string, (typeof before.types)[string]>;
    expect(hash(before)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({ ...before, types: { tools: tools!, apps: apps! } })).toBe(hash(before));
    const others = [
      { ...before, types: { ...before.types, apps: { ...apps!, label: 'Other' } } },
      { ...before, policies: before.policies!.toReversed() },
      { ...before, roles: [] },
    ];
    expect(new Set([before, ...others].map(hash)).size).toBe(4);
    expect(schemaHash(defaultSchema)).not.toBe(hash(before));
  });
});

describe('a new organisation', () => {
  it('has the built-ins of the schema, canonical and in their order', async () => {
    const { server, team } = await givenServer();
    const found = await policies(team);
    expect(found.total).toBe(3);
    expect(found.policies).toMatchObject([
      { policy_id: 'pol-admin', created_by: null },
      { policy_id: 'pol-one', name: 'One', description: null, permissions: ['apps:*:read'], created_by: null },
      { policy_id: 'pol-two', permissions: ['tools:*:read'] },
    ]);
    const { total, roles: shown } = await roles(team);
    expect([total, shown.map(({ role_id, policy_ids }: any) => [role_id, policy_ids])]).toEqual([
      3,
      [
        ['rl-admin', ['pol-admin']],
        ['rl-one', ['pol-one']],
        ['rl-two', ['pol-two']],
      ],
    ]);
    const revision = await team.revision();
    await upkeep(server, defineSchema(before));
    expect(await team.revision()).toBe(revision);
  });
});

describe('the upkeep at start', () => {
  const after: SchemaDeclaration = {
    version: 2,
    types: { apps },
    policies: [
      { id: 'pol-one', name: 'Two', permissions: ['apps:write'] },
      { id: 'pol-three', name: 'One', effect: 'deny', permissions: ['apps:read'] },
    ],
    roles: [{ id: 'rl-one', name: 'Two', description: 'New', policies: ['pol-three', 'pol-one'] }],
  };

  it('makes, changes, renames and deletes built-ins, once, and audits it', async () => {
    const { server, team } = await givenServer();
    await team.member('bob', 'rl-one');
    const revision = await team.revision();
    await upkeep(server, defineSchema(after));
    await upkeep(server, defineSchema(after));
    expect(await team.revision()).toBe(revision + 1);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'schema.update',
      actor: { id: 'system', kind: 'system' },
      request_id: null,
      before: { schema_hash: schemaHash(defineSchema(before)) },
      after: { schema_hash: schemaHash(defineSchema(after)) },
    });
    const found = await policies(team);
    expect(found.total).toBe(3);
    expect(found.policies).toMatchObject([
      { policy_id: 'pol-admin', name: 'Admin' },
      { policy_id: 'pol-one', name: 'Two', permissions: ['apps:*:write'] },
      { policy_id: 'pol-three', name: 'One', effect: 'deny' },
    ]);
    expect(found.policies[0].updated_at).toBe(found.policies[0].created_at);
    expect(await roles(team)).toMatchObject({
      total: 2,
      roles: [{ role_id: 'rl-admin' }, { role_id: 'rl-one', name: 'Two', policy_ids: ['pol-three', 'pol-one'] }],
    });
    expect(await team.show('bob')).toMatchObject({
      permissions: ['apps:*:write'],
      denied_permissions: ['apps:*:read'],
    });
  });

  it('keeps the SSO groups and the default flag that an organisation gave a built-in role', async () => {
    const { server, team } = await givenServer();
    const given = { sso_group_names: ['staff', 'all'], is_default: true };
    await team.alice.put(`${team.path}/roles/rl-one`, given).expect(200);
    await upkeep(server, defineSchema(after));
    const { body } = await team.alice.get(`${team.path}/roles/rl-one`).expect(200);
    expect(body).toMatchObject({ name: 'Two', ...given });
    const { builtins } = (await team.audit()).at(-1).after;
    expect(builtins.roles.find(({ role_id }: any) => role_id === 'rl-one')).toMatchObject(given);
  });

  it('refuses while grants name what the schema has no more, and changes nothing', async () => {
    const { server, team } = await givenServer();
    const policyId = await makePolicy(team, 'Mixed', ['apps:read', 'tools:read', 'apps:tools/t%3A1:read']);
    const roleId = await team.role({ permissions: ['apps:read'] });
    await team.alice.put(`${team.path}/roles/${roleId}`, { policy_ids: ['pol-two'] }).expect(200);
    await team.member('bob', 'rl-two');
    const revision = await team.revision();
    await expect(upkeep(server, defineSchema(after))).rejects.toThrow(
      [
        'Stored grants name what the schema no longer has:',
        `- ${team.orgId}: ${policyId}: "tools:*:read": unknown resource type "tools"`,
        `- ${team.orgId}: ${policyId}: "apps:tools/t%3A1:read": unknown resource type "tools" in the scope`,
        `- ${team.orgId}: pol-two: the built-in is in use`,
        `- ${team.orgId}: rl-two: the built-in is in use`,
      ].join('\n'),
    );
    expect(await team.revision()).toBe(revision);
  });

  it('takes such grants out when it is told to retire them', async () => {
    const { server, team } = await givenServer();
    const policyId = await makePolicy(team, 'Mixed', ['tools:read', 'apps:read', 'apps:tools/t:read', 'tools:t:read']);
    await team.member('bob', 'rl-two', 'rl-one');
    await upkeep(server, defineSchema(after), true);
    const { body } = await team.alice.get(`${team.path}/policies/${policyId}`).expect(200);
    expect(body.permissions).toEqual(['apps:*:read']);
    expect(await team.held('bob')).toEqual(['rl-one * manual']);
    const [update, schema] = (await team.audit()).slice(-2);
    expect(update).toMatchObject({ action: 'policy.update', target: { type: 'policies', id: policyId }, after: body });
    expect(update.before.permissions).toHaveLength(4);
    expect(schema.action).toBe('schema.update');
  });

  it('refuses while a role is assigned within a type that the schema no longer has', async () => {
    const { server, team } = await givenServer();
    const role = await team.role({ permissions: ['apps:read'] });
    for (const user of ['bob', 'carol']) {
      await team.member(user);
      await team.alice.put(`${team.path}/members/${user}/roles/${role}`, { scope: 'tools/t%2F1' }).expect(200);
    }
    const problem = 'assigned to 2 members within "tools/t%2F1": unknown resource type "tools"';
    await expect(upkeep(server, defineSchema(after))).rejects.toThrow(`- ${team.orgId}: ${role}: ${problem}`);
  });

  it('revokes such an assignment when it is told to retire it, so that it does not revive', async () => {
    const { server, team } = await givenServer();
    const role = await team.role({ permissions: ['apps:read'] });
    await team.member('bob', role);
    for (const scope of ['tools/t-1', 'apps/tools', 'tools']) {
      await team.alice.put(`${team.path}/members/bob/roles/${role}`, { scope }).expect(200);
    }
    await upkeep(server, defineSchema(after), true);
    const kept = [`${role} * manual`, `${role} apps/tools manual`, `${role} tools manual`];
    expect(await team.held('bob')).toEqual(kept);
    expect((await team.audit()).slice(-2).map(({ action }) => action)).toEqual(['member.role.take', 'schema.update']);
    await upkeep(server, defineSchema({ ...before, version: 3 }));
    expect(await team.held('bob')).toEqual(kept);
  });

  it('checks every organisation before it changes the first, and names organisation and role', async () => {
    const owner = { id: 'rl-owner', name: 'Owner', policies: ['pol-admin'] };
    const server = await startTestServer({ schema: defineSchema({ ...before, roles: [...before.roles!, owner] }) });
    open.push(server);
    const teams = [await givenTeam(server), await givenTeam(server), await givenTeam(server)];
    teams.sort((one, other) => (one.orgId < other.orgId ? -1 : 1));
    const last = teams[2] as Team;
    await last.member('alice', 'rl-owner');
    const revisions = await Promise.all(teams.map((team) => team.revision()));
    const problem = `- ${last.orgId}: rl-owner: `;
    await expect(upkeep(server, defineSchema(after), true)).rejects.toThrow(problem);
    expect(await Promise.all(teams.map((team) => team.revision()))).toEqual(revisions);
  });

  it('lists at most fifty', async () => {
    const { server, team } = await givenServer();
    const permissions = Array.from({ length: 60 }, (_, at) => `tools:t-${at}:read`);
    await makePolicy(team, 'Many', permissions);
    const message = await upkeep(server, defineSchema(after)).catch((error: Error) => error.message);
    expect(String(message).split('\n')).toHaveLength(52);
    expect(message).toMatch(/\n- and 10 more$/);
  });

  it.each([
    ['twice the same', ['One', 'ＯＮＥ'], 'rl-1: the name of rl-0'],
    ["Castellan's own", ['aDMIN'], 'rl-0: the name of rl-admin'],
    ['blank', ['  '], 'rl-0: Value error, must not be blank'],
    ['with a NUL', ['a\u0000'], 'rl-0: Value error, must not hold control'],
    ['too long', ['x'.repeat(129)], 'rl-0: String should have at most 128 characters'],
  ])('refuses names of built-ins that are %s', async (_, names, problem) => {
    const { server } = await givenServer();
    const roles = names.map((name, at) => ({ id: `rl-${at}`, name, policies: [] }));
    expect(() => void upkeep(server, defineSchema({ types: { apps }, roles }))).toThrow(problem);
  });

  it('refuses while a name of a built-in is taken', async () => {
    const { server, team } = await givenServer();
    const policyId = await makePolicy(team, 'THREE', ['apps:read']);
    const named = { ...after, policies: [...after.policies!, { id: 'pol-new', name: 'Three', permissions: [] }] };
    const problem = `Names of built-ins are taken; rename these first:\n- ${team.orgId}: ${policyId}: "THREE" is`;
    await expect(upkeep(server, defineSchema(named), true)).rejects.toThrow(problem);
  });

  it('is done once by instances that start together', async () => {
    const { server, team } = await givenServer();
    const revision = await team.revision();
    await Promise.all([1, 2, 3].map(() => upkeep(server, defineSchema(after))));
    expect(await team.revision()).toBe(revision + 1);
  });
});
