import { expected, type Answer } from '../faults/api';
import { unexpected, type Race } from './race';

const STATES = [
  { name: 'Swapped one', policy: 0, group: 'group-one' },
  { name: 'Swapped two', policy: 1, group: 'group-two' },
] as const;

/** A PUT swaps two policies, the name and the group of Bob's role, while three readers ask, at both instances. */
export const halfChange: Race = {
  name: 'a reader during a PUT that swaps two policies of a role',
  must: 'the role, what Bob holds and what Bob may do are as before or as after, never between',
  async stage(world) {
    const [one, two] = world.instances;
    const path = `/v1/orgs/${await world.org()}/iam`;
    const alice = one.as('alice');
    const policies: string[] = [];
    for (const permission of ['apps:*:read', 'apps:*:write']) {
      const body = { name: permission, permissions: ['audit:*:read', permission] };
      policies.push(expected(await alice.post(`${path}/policies`, body), 201).body.policy_id);
    }
    const bodyOf = ({ name, policy, group }: (typeof STATES)[number]) => ({
      name,
      policy_ids: [policies[policy]],
      sso_group_names: [group],
    });
    const role = expected(await alice.post(`${path}/roles`, bodyOf(STATES[0])), 201).body.role_id;
    expected(await alice.post(`${path}/members`, { user_id: 'bob', role_ids: [role] }), 200);
    return async (at) => {
      let over = false;
      const problems: string[] = [];
      const poll = async (ask: () => Promise<Answer>, check: (answer: Answer) => string | null): Promise<void> => {
        while (!over) {
          const problem = check(await ask());
          if (problem !== null) problems.push(problem);
        }
      };
      const readers = [
        poll(
          () => two.as('alice').get(`${path}/roles/${role}`),
          (answer) => unexpected([answer], 200) ?? roleState(answer, policies),
        ),
        poll(
          () => two.as('alice').get(`${path}/members/bob`),
          (answer) => unexpected([answer], 200) ?? heldState(answer),
        ),
        poll(
          () => one.as('bob').get(`${path}/audit?limit=1`),
          (answer) => unexpected([answer], 200),
        ),
      ];
      const changed = await alice.put(`${path}/roles/${role}`, bodyOf(STATES[(at + 1) % 2] as (typeof STATES)[number]));
      const back = await alice.put(`${path}/roles/${role}`, bodyOf(STATES[at % 2] as (typeof STATES)[number]));
      over = true;
      await Promise.all(readers);
      return problems[0] ?? unexpected([changed, back], 200);
    };
  },
};

function roleState({ body }: Answer, policies: readonly string[]): string | null {
  const shown = JSON.stringify([body.name, body.policy_ids, body.sso_group_names]);
  const whole = STATES.map(({ name, policy, group }) => JSON.stringify([name, [policies[policy]], [group]]));
  return whole.includes(shown) ? null : 'a role was shown between two states';
}

function heldState({ body }: Answer): string | null {
  const held = JSON.stringify([body.roles_detail[0]?.name, body.permissions]);
  const whole = STATES.map(({ name, policy }) =>
    JSON.stringify([name, [policy === 0 ? 'apps:*:read' : 'apps:*:write', 'audit:*:read']]),
  );
  return whole.includes(held) ? null : `a member was shown between two states: ${held}`;
}

/** A role is deleted while readers show its holder. */
export const deletedUnderReader: Race = {
  name: 'a reader while a role of the member is deleted',
  must: 'every answer is 200, and the role is there with what it grants, or neither is',
  async stage(world) {
    const [one, two] = world.instances;
    const path = `/v1/orgs/${await world.org()}/iam`;
    const alice = one.as('alice');
    const body = { name: 'Held', permissions: ['apps:*:read'] };
    const policy = expected(await alice.post(`${path}/policies`, body), 201).body.policy_id;
    return async (at) => {
      const values = { name: `Deleted ${at}`, policy_ids: [policy] };
      const role = expected(await alice.post(`${path}/roles`, values), 201).body.role_id;
      expected(await alice.post(`${path}/members`, { user_id: 'bob', role_ids: [role] }), 200);
      let over = false;
      const problems: string[] = [];
      const reader = async (): Promise<void> => {
        while (!over) {
          const answer = await two.as('alice').get(`${path}/members/bob`);
          const problem =
            unexpected([answer], 200) ?? (agrees(answer) ? null : 'a role was shown without what it grants');
          if (problem !== null) problems.push(problem);
        }
      };
      const readers = [reader(), reader()];
      const deleted = await one.as('alice').delete(`${path}/roles/${role}`);
      over = true;
      await Promise.all(readers);
      return problems[0] ?? unexpected([deleted], 204);
    };
  },
};

const agrees = ({ body }: Answer): boolean => body.role_ids.length === body.permissions.length;
