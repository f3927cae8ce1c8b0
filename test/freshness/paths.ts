import { setTimeout as sleep } from 'node:timers/promises';
import { expected } from '../faults/api';
import { OTHER, READ, type Path } from './path';
import { grantMoves, leavesWidened, movedUnderLoad, resourceMoved } from './place.paths';
import { connectionRemoved, groupsChanged, mappingChanged } from './sso.paths';

const BOB = '/members/bob';

const memberRemoved: Path = {
  name: 'member removed, and added',
  async stage(given) {
    const role = await given.roleFor(READ);
    return { set: (has) => (has ? given.bob(role) : given.delete(BOB)) };
  },
};

const memberSuspended: Path = {
  name: 'member suspended, and let in again',
  async stage(given) {
    await given.bob(await given.roleFor(READ));
    return { set: (has) => given.put(BOB, { status: has ? 'active' : 'suspended' }) };
  },
};

const addedAgain: Path = {
  name: 'member removed and added again with as many roles, of other rights',
  async stage(given) {
    const roles = [await given.roleFor(OTHER), await given.roleFor(READ)];
    await given.bob();
    const set = async (has: boolean): Promise<void> => {
      await given.delete(BOB);
      await given.bob(roles[Number(has)] as string);
    };
    return { set };
  },
};

const rolesReplaced: Path = {
  name: 'roles replaced',
  async stage(given) {
    const roles = [await given.roleFor(OTHER), await given.roleFor(READ)];
    return { set: (has) => given.bob(roles[Number(has)] as string) };
  },
};

const rolesInABatch: Path = {
  name: 'roles replaced in a batch',
  async stage(given) {
    const role = await given.roleFor(READ);
    const membersOf = (has: boolean) =>
      ['anna', 'bob', 'carol'].map((user_id) => ({ user_id, role_ids: has === (user_id === 'bob') ? [role] : [] }));
    return { set: (has) => given.post('/members/batch', { members: membersOf(has) }) };
  },
};

const roleTaken: Path = {
  name: 'one role taken, and given',
  async stage(given) {
    const [role, other] = [await given.roleFor(READ), await given.roleFor(OTHER)];
    await given.bob(other);
    const held = `${BOB}/roles/${role}`;
    return { set: (has) => (has ? given.put(held, {}) : given.delete(held)) };
  },
};

/** Long enough for the request that sets it. */
const SHORT_MS = 250;

const assignmentExpired: Path = {
  name: 'assignment expired, and prolonged',
  async stage(given) {
    const role = await given.roleFor(READ);
    await given.bob(role);
    const set = async (has: boolean): Promise<void> => {
      const ends = Date.now() + (has ? 3_600_000 : SHORT_MS);
      await given.put(`${BOB}/roles/${role}`, { expires_at: new Date(ends).toISOString() });
      while (!has && Date.now() < ends) await sleep(ends - Date.now());
    };
    return { set };
  },
};

const roleChanged: Path = {
  name: 'role changed: its policy exchanged',
  async stage(given) {
    const policies = [await given.policy(OTHER), await given.policy(READ)];
    const role = await given.role(policies);
    await given.bob(role);
    return { set: (has) => given.put(`/roles/${role}`, { policy_ids: [policies[Number(has)]] }) };
  },
};

const statementsReplaced: Path = {
  name: 'role changed: its statements replaced (second face)',
  async stage(given) {
    const roles = `/organizations/${given.orgId}/roles`;
    const policies = (has: boolean) => [{ resources: [has ? 'audit' : 'apps'], actions: ['read'], effect: 'allow' }];
    const made = await given.alice.post(roles, { name: 'Statements', policies: policies(true) });
    const { id } = expected(made, 200).body.data;
    await given.bob(id);
    return {
      set: async (has) => expected(await given.alice.put(`${roles}/${id}`, { policies: policies(has) }), 200),
    };
  },
};

const roleDeleted: Path = {
  name: 'role deleted; another made and given',
  async stage(given) {
    const policy = await given.policy(READ);
    let role = '';
    const set = async (has: boolean): Promise<void> => {
      if (!has) return void (await given.delete(`/roles/${role}`));
      role = await given.role([policy]);
      await given.bob(role);
    };
    return { set };
  },
};

const policyChanged: Path = {
  name: 'policy changed',
  async stage(given) {
    const policy = await given.policy(OTHER);
    await given.bob(await given.role([policy]));
    return { set: (has) => given.put(`/policies/${policy}`, { permissions: [has ? READ : OTHER] }) };
  },
};

const policyTurned: Path = {
  name: 'policy turned into a deny, and back',
  async stage(given) {
    const policy = await given.policy(READ);
    await given.bob(await given.role([policy]));
    return { set: (has) => given.put(`/policies/${policy}`, { effect: has ? 'allow' : 'deny' }) };
  },
};

const policyDeleted: Path = {
  name: 'policy deleted; another made and attached',
  async stage(given) {
    const role = await given.role([]);
    await given.bob(role);
    let policy = '';
    const set = async (has: boolean): Promise<void> => {
      if (!has) return void (await given.delete(`/policies/${policy}`));
      policy = await given.policy(READ);
      await given.put(`/roles/${role}`, { policy_ids: [policy] });
    };
    return { set };
  },
};

const denyAttached: Path = {
  name: 'deny attached, and detached',
  async stage(given) {
    const [allow, deny] = [await given.policy(READ), await given.policy(READ, 'deny')];
    const denying = await given.role([]);
    await given.bob(await given.role([allow]), denying);
    return { set: (has) => given.put(`/roles/${denying}`, { policy_ids: has ? [] : [deny] }) };
  },
};

/** Every way on which a right is gained and lost. */
export const paths: readonly Path[] = [
  memberRemoved,
  memberSuspended,
  addedAgain,
  rolesReplaced,
  rolesInABatch,
  roleTaken,
  assignmentExpired,
  roleChanged,
  statementsReplaced,
  roleDeleted,
  policyChanged,
  policyTurned,
  policyDeleted,
  denyAttached,
  groupsChanged,
  mappingChanged,
  connectionRemoved,
  resourceMoved,
  movedUnderLoad,
  grantMoves,
  leavesWidened,
];
