import { AccessService, type Access } from '@castellan/nest';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const STEPS = Number(process.env['CASTELLAN_WALK'] ?? 300);
const SEED = Number(process.env['CASTELLAN_SEED'] ?? Date.now() % 1_000_000);

/** A generator of Lehmer's kind, so that a walk can be repeated from its seed. */
function random(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const MANAGE = ['policies:*', 'roles:*', 'members:*'];
const USERS = ['mia', 'max', 'moe', 'bob', 'carl'];
const GRANTS = [
  'apps:read',
  'apps:write',
  'apps:ws-1:write',
  'apps:*',
  'tools:ws-1:*',
  'secrets:read',
  '*:*:read',
  '*',
];
const TYPES = ['apps', 'tools', 'secrets', 'models', 'policies', 'roles', 'members', 'audit', 'orgs'];
const ACTIONS = ['read', 'write', 'manage', 'delete', 'update', 'create', 'assign'];
const PLACES = [undefined, ...['ws-1', 'ws-2'].map((id) => ({ id: 'x', containers: [{ type: 'workspaces', id }] }))];

/** Every question of a small world that a member may be asked, with what is allowed. */
function allowed(access: Access | null): Set<string> {
  const found = new Set<string>();
  for (const type of TYPES) {
    for (const action of ACTIONS) {
      PLACES.forEach((place, at) => {
        if (access?.decide({ type, action }, place).allowed === true) found.add(`${type}:${action} at ${at}`);
      });
    }
  }
  return found;
}

/** Limited managers, each with a part of the product; nobody acts but them. */
async function givenWorld(): Promise<Team> {
  const team = await givenTeam(server);
  await team.member('mia', await team.role({ permissions: [...MANAGE, 'apps:*'] }));
  await team.member('max', await team.role({ permissions: [...MANAGE, 'tools:ws-1:*', 'apps:read'] }));
  await team.member(
    'moe',
    await team.role({ permissions: MANAGE }),
    await team.role({ effect: 'deny', permissions: ['apps:write'] }),
  );
  await team.member(
    'bob',
    await team.role({ permissions: ['apps:ws-1:write'] }),
    await team.role({ effect: 'deny', permissions: ['tools:read'] }),
  );
  await team.role({ permissions: ['secrets:*', 'models:*'] });
  return team;
}

/** So many changes to one world: soon after, its managers have removed each other. */
const WALK = 50;

/** Walks through one world, and tells how many changes were made. */
async function walk(seed: number): Promise<number> {
  const team = await givenWorld();
  const access = server.running.app.get(AccessService);
  const held = async (user: string): Promise<Set<string>> => allowed(await access.of(team.orgId, user));
  const rightful = new Set((await Promise.all(USERS.map(held))).flatMap((set) => [...set]));
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const ids = async (list: 'policies' | 'roles'): Promise<string[]> => {
    const { body } = await team.alice.get(`${team.path}/${list}?limit=200`);
    return body[list].map((item: any) => item.policy_id ?? item.role_id).filter((id: string) => id.length > 20);
  };
  let [policies, roles] = [await ids('policies'), await ids('roles')];
  let made = 0;
  for (let step = 0; step < WALK; step++) {
    const actor = server.as(pick(['mia', 'max', 'moe', 'bob']));
    const permissions = [pick(GRANTS), pick(GRANTS)].slice(next(2));
    const [policy, role, user] = [pick(policies), pick(roles), pick(USERS)];
    const body = { permissions, effect: pick(['allow', 'allow', 'deny']) };
    const attempts = [
      () => actor.post(`${team.path}/policies`, { name: `P ${step}`, ...body }),
      () => actor.put(`${team.path}/policies/${policy}`, body),
      () => actor.delete(`${team.path}/policies/${policy}`),
      () => actor.post(`${team.path}/roles`, { name: `R ${step}`, policy_ids: [policy], is_default: next(4) === 0 }),
      () => actor.put(`${team.path}/roles/${role}`, { policy_ids: [policy, pick(policies)].slice(next(3)) }),
      () => actor.delete(`${team.path}/roles/${role}`),
      () => actor.post(`${team.path}/members`, { user_id: user, role_ids: [role, pick(roles)].slice(next(3)) }),
      () => actor.put(`${team.path}/members/${user}/roles/${role}`, { scope: pick(['*', 'ws-1', 'ws-2']) }),
      () => actor.delete(`${team.path}/members/${user}/roles/${role}`),
      () => actor.delete(`${team.path}/members/${user}`),
      () => actor.put(`${team.path}/members/${user}`, { status: pick(['active', 'suspended']) }),
    ];
    const { status } = await pick(attempts)();
    expect(status).toBeLessThan(500);
    if (status < 300) {
      made++;
      [policies, roles] = [await ids('policies'), await ids('roles')];
      for (const someone of USERS) {
        for (const right of await held(someone)) {
          if (!rightful.has(right)) throw new Error(`${someone} came to ${right} at step ${step} of seed ${seed}`);
        }
      }
      // A world in which all was deleted would make for a short walk.
      while (policies.length < 3 || roles.length < 3) {
        await team.role({ permissions: [pick(['secrets:*', 'models:*', '*'])] });
        [policies, roles] = [await ids('policies'), await ids('roles')];
      }
    }
  }
  return made;
}

it(`never gives anybody a right that no manager held, in ${STEPS} attempts (seed ${SEED})`, async () => {
  let made = 0;
  for (let at = 0; at < STEPS / WALK; at++) made += await walk(SEED + at);
  expect(made).toBeGreaterThan(STEPS / 20);
}, 3_600_000);
