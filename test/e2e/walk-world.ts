import { ISSUER, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

/** Draws a number from 0 to one less than `below`. */
export type Random = (below: number) => number;

/** A generator of Lehmer's kind, so that a walk can be repeated from its seed. */
export function random(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** An organisation whose managers each hold a part of the product; nobody acts but they. */
export interface World extends Team {
  /** Roles that `moe` may bind: one that it does not hold, and one that denies something to it. `kim` may for a time. */
  readonly bindable: readonly string[];
  /** The ids of what was made here: the built-in policies and roles are not among them. */
  ids(list: 'policies' | 'roles'): Promise<string[]>;
  /** The revision that was made so many changes ago. */
  past(changes: number): Promise<string>;
}

export const MANAGERS = ['mia', 'max', 'moe', 'bob', 'zoe', 'kim'];
const USERS = [...MANAGERS, 'carl', 'sam', 'joe', 'ann'];
const APPS = ['app-1', 'app-2', 'app-3', 'app-4'];
const MANAGE = ['policies:*', 'roles:*', 'members:*', 'resources:*', 'audit:read'];
const GRANTS = [
  'apps:read',
  'apps:write',
  'apps:ws-1:write',
  'apps:*',
  'tools:ws-1:*',
  'secrets:read',
  '*:*:read',
  '*',
  '*:*:bind',
  '*:ws-1:*',
  'analytics:ghost:view',
  'apps:app-1:*',
  'apps:ws-2:*',
  'apps:ws-2:read',
  'members:$self:read',
  // All managers hold these.
  'policies:read',
  'roles:read',
  'members:read',
  'resources:*',
];

/** Makes a world. `sam` is in the group `builders` of the identity provider. */
export async function givenWorld(server: TestServer): Promise<World> {
  const team = await givenTeam(server);
  const { alice, orgId, path, role, member } = team;
  for (const workspace_id of ['ws-1', 'ws-2']) {
    await alice.post(`/v1/orgs/${orgId}/workspaces`, { workspace_id, name: workspace_id }).expect(201);
  }
  for (const id of APPS.slice(0, 2)) {
    await alice.put(`${path}/resources/apps/${id}`, { name: id, workspace_id: 'ws-1' }).expect(201);
  }
  const sso_connection = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
  await alice.put(`/v1/orgs/${orgId}`, { sso_connection }).expect(200);
  await role({ permissions: ['apps:ws-1:read'], sso_group_names: ['builders'] });
  await server
    .as('sam', { tenant: 'acme', groups: ['builders'] })
    .get(`${path}/me`)
    .expect(200);
  const bound = await role({ permissions: ['secrets:*', 'models:*'] });
  const denying = await role({ effect: 'deny', permissions: ['apps:write'] });
  await member('mia', await role({ permissions: [...MANAGE, 'apps:*'] }));
  await member('max', await role({ permissions: [...MANAGE, 'tools:ws-1:*', 'apps:read', 'apps:ws-2:*'] }));
  await member(
    'moe',
    await role({ permissions: [...MANAGE, 'apps:ws-1:write', ...[bound, denying].map((id) => `roles:${id}:bind`)] }),
    denying,
  );
  await member('kim', await role({ permissions: MANAGE }));
  const binding = await role({ permissions: [`roles:${bound}:bind`] });
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  await alice.put(`${path}/members/kim/roles/${binding}`, { expires_at }).expect(200);
  await member(
    'bob',
    await role({ permissions: ['apps:ws-1:write', 'members:*'] }),
    await role({ effect: 'deny', permissions: ['tools:read'] }),
  );
  // Everything but a thing that is not there; and somebody who is denied nothing and does nothing.
  await member(
    'zoe',
    await role({ permissions: ['*:*:*'] }),
    await role({ effect: 'deny', permissions: ['analytics:ghost:view'] }),
  );
  await member('ann', 'rl-admin');
  const ids = async (list: 'policies' | 'roles'): Promise<string[]> => {
    const [table, id] = list === 'policies' ? ['policy', 'policy_id'] : ['role', 'role_id'];
    const made = `select ${id} as id from castellan.${table} where org_id = $1 and length(${id}) > 20 order by created_at, id`;
    const rows: Array<{ id: string }> = await server.dataSource.query(made, [orgId]);
    return rows.map((row) => row.id);
  };
  const past = async (changes: number): Promise<string> => {
    const [epoch, revision] = (await team.revisionText()).split('.').map(Number) as [number, number];
    return `${epoch}.${Math.max(1, revision - changes)}`;
  };
  return { ...team, bindable: [bound, denying], ids, past };
}

/** One change that somebody tries: what it is, in a word, the request, and the roles that it names. */
export interface Attempt {
  readonly name: string;
  readonly roles: readonly string[];
  readonly send: (actor: Client) => PromiseLike<{ status: number }>;
}

/** Draws one attempt of any path of both faces, with policies and roles out of these. */
export function drawAttempt(
  world: World,
  next: Random,
  policies: readonly string[],
  roles: readonly string[],
): Attempt {
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const some = <T>(...list: T[]): T[] => list.slice(next(list.length + 1));
  const [policy, role, other, user] = [pick(policies), pick(roles), pick(roles), pick(USERS)];
  const name = `N ${next(1_000_000_000)}`;
  const content = { permissions: [pick(GRANTS), ...some(pick(GRANTS))], effect: pick(['allow', 'allow', 'deny']) };
  const [type = '', ...rest] = pick(GRANTS.filter((text) => text.split(':').length === 3)).split(':');
  const statement = { resources: [`${type}:${rest[0]}`], actions: [rest[1]], effect: content.effect };
  const policy_ids = some(policy, pick(policies));
  const role_ids = some(role, other);
  const expires_at = pick([null, null, new Date(Date.now() + 3_600_000).toISOString()]);
  const back = next(12);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const [face1, face2] = [world.path, `/organizations/${world.orgId}/roles`];
  const scope = pick(['*', 'ws-1', 'ws-2']);
  const [bound, denying] = world.bindable as [string, string];
  const attempts: Array<[name: string, send: Attempt['send'], roles?: string[]]> = [
    ['make a policy', (by) => by.post(`${face1}/policies`, { name, ...content })],
    ['change a policy', (by) => by.put(`${face1}/policies/${policy}`, content)],
    ['delete a policy', (by) => by.delete(`${face1}/policies/${policy}`)],
    ['make a role', (by) => by.post(`${face1}/roles`, { name, policy_ids, is_default: next(4) === 0 })],
    ['change a role', (by) => by.put(`${face1}/roles/${role}`, { policy_ids })],
    ['change whom a role comes to', (by) => by.put(`${face1}/roles/${role}`, { is_default: next(2) === 0 })],
    ['map a role', (by) => by.put(`${face1}/roles/${role}`, { sso_group_names: some('builders') })],
    ['hand out what is new', (by) => handOut(by, world, { name, ...content }, user)],
    ['delete a role', (by) => by.delete(`${face1}/roles/${role}`)],
    ['make a role of statements', (by) => by.post(face2, { name, policies: [statement] })],
    ['change the statements', (by) => by.put(`${face2}/${role}`, { policies: some(statement) })],
    ['delete a role as statements', (by) => by.delete(`${face2}/${role}`)],
    ['replace roles', (by) => by.post(`${face1}/members`, { user_id: user, role_ids }), role_ids],
    [
      'replace roles of several',
      (by) => by.post(`${face1}/members/batch`, { members: ['carl', 'joe'].map((user_id) => ({ user_id, role_ids })) }),
      role_ids,
    ],
    ['give a role', (by) => by.put(`${face1}/members/${user}/roles/${role}`, { scope, expires_at }), [role]],
    ['give a role anywhere', (by) => by.put(`${face1}/members/${user}/roles/${other}`, {}), [other]],
    ['bind a role', (by) => by.put(`${face1}/members/${user}/roles/${bound}`, {}), [bound]],
    ['deny the Admin something', (by) => by.put(`${face1}/members/ann/roles/${denying}`, {}), [denying]],
    ['let a role end', (by) => by.put(`${face1}/members/${user}/roles/${role}`, { expires_at: soon }), [role]],
    ['take a role everywhere', (by) => by.delete(`${face1}/members/${user}/roles/${role}`), [role]],
    ['take a role', (by) => by.delete(`${face1}/members/${user}/roles/${role}?scope=${scope}`), [role]],
    ['remove a member', (by) => by.delete(`${face1}/members/${user}`)],
    ['suspend or not', (by) => by.put(`${face1}/members/${user}`, { status: pick(['active', 'suspended']) })],
    [
      'place a thing',
      (by) => by.put(`${face1}/resources/apps/${pick(APPS)}`, { name, workspace_id: pick(['ws-1', 'ws-2']) }),
    ],
    ['move a thing', (by) => by.put(`${face1}/resources/apps/${pick(APPS)}`, { workspace_id: pick(['ws-1', 'ws-2']) })],
    [
      'make several changes',
      (by) =>
        by.post(`${face1}/changes`, {
          changes: [
            { op: 'update', kind: 'policy', id: policy, body: content },
            { op: 'create', kind: 'policy', body: { name, ...content } },
            { op: 'create', kind: 'role', body: { name, policies: [{ name }, { id: policy }] } },
            { op: 'assign', kind: 'assignment', user_id: user, role: pick([{ name }, { id: role }]), expires_at },
            { op: 'update', kind: 'role', id: other, body: { policy_ids } },
            { op: 'update', kind: 'policy', name, body: { permissions: [pick(GRANTS)] } },
            { op: 'delete', kind: 'role', id: pick(roles) },
          ].slice(0, 2 + next(6)),
        }),
      [role],
    ],
    [
      'give and take within a set',
      (by) =>
        by.post(`${face1}/changes`, {
          changes: [
            { op: 'assign', kind: 'assignment', user_id: user, role: { id: bound } },
            { op: 'unassign', kind: 'assignment', user_id: user, role: { id: pick([bound, role]) } },
            { op: 'update', kind: 'role', id: role, body: { policies: [] } },
            { op: 'delete', kind: 'policy', id: policy },
          ].slice(next(3)),
        }),
      [bound, role],
    ],
    [
      'restore a policy',
      async (by) => by.post(`${face1}/policies/${policy}/restore`, { revision: await world.past(back) }),
    ],
    ['restore a role', async (by) => by.post(`${face1}/roles/${role}/restore`, { revision: await world.past(back) })],
    [
      'revert a change',
      async (by) => by.post(`${face1}/changes/${await world.past(back % 3)}/revert`, {}),
      [bound, denying],
    ],
    ['delete a thing', (by) => by.delete(`${face1}/resources/apps/${APPS[1]}`)],
  ];
  const [drawn, send, named = []] = pick(attempts);
  return { name: drawn, send, roles: named };
}

/** Makes a policy and a role of it, and gives that to a user: three requests, up to the first that is refused. */
async function handOut(by: Client, { path }: World, policy: object, user: string): Promise<{ status: number }> {
  const made = await by.post(`${path}/policies`, policy);
  if (made.status !== 201) return made;
  const { name } = made.body;
  const role = await by.post(`${path}/roles`, { name, policy_ids: [made.body.policy_id] });
  return role.status === 201 ? by.put(`${path}/members/${user}/roles/${role.body.role_id}`, {}) : role;
}
