import { setTimeout as sleep } from 'node:timers/promises';
import { expected, type Api } from '../faults/api';
import { ISSUER } from '../faults/instance';
import type { World } from '../faults/world';
import { jitter, unexpected, type Race } from './race';

const CONNECTION = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
/** Long enough ago for a newer token in each try. */
const SINCE = Math.floor(Date.now() / 1000) - 1_000_000;

/** A token is read faster than a change is made: it comes in the middle of one. */
const later = (): Promise<void> => sleep(Math.random() * 25);

/** An organisation with a connection, in which Bob is a member and one role, that denies, can be mapped. */
interface Stage {
  /** Maps the role to these groups, or to none. */
  map(...groups: string[]): ReturnType<Api['put']>;
  connect(sso_connection: typeof CONNECTION | null): ReturnType<Api['put']>;
  /** Bob comes to the second instance with a newer token of these groups. */
  come(...groups: string[]): ReturnType<Api['get']>;
  /** Whether Bob has the role. */
  has(): Promise<boolean>;
}

async function stage(world: World): Promise<Stage> {
  const [one, two] = world.instances;
  const orgId = await world.org();
  const path = `/v1/orgs/${orgId}/iam`;
  const alice = one.as('alice');
  const policy = { name: 'Limit', effect: 'deny', permissions: ['secrets:*:read'] };
  const { policy_id } = expected(await alice.post(`${path}/policies`, policy), 201).body;
  const role = expected(await alice.post(`${path}/roles`, { name: 'Limited', policy_ids: [policy_id] }), 201).body
    .role_id;
  expected(await alice.post(`${path}/members`, { user_id: 'bob', role_ids: [] }), 200);
  let iat = SINCE;
  const connect: Stage['connect'] = (sso_connection) => alice.put(`/v1/orgs/${orgId}`, { sso_connection });
  expected(await connect(CONNECTION), 200);
  return {
    connect,
    map: (...groups) => alice.put(`${path}/roles/${role}`, { sso_group_names: groups }),
    come: (...groups) => two.as('bob', { iat: iat++, tenant: 'acme', groups }).get(`${path}/me`),
    has: async () => {
      const text = 'select from castellan.assignment where org_id = $1 and user_id = $2 and role_id = $3';
      return (await world.sql(text, [orgId, 'bob', role])).length > 0;
    },
  };
}

/** Bob's token names a group that a change maps at that moment; or one that it unmaps, when another group was mapped too. */
export const tokenBesideMapping: Race = {
  name: 'a token beside a change of the mapping of its group',
  must: 'Bob has the role when his group is mapped to it, and has it not when it is not',
  async stage(world) {
    const { map, come, has } = await stage(world);
    return async (at) => {
      const maps = at % 2 === 0;
      expected(await map(...(maps ? [] : ['old', 'new'])), 200);
      expected(await (maps ? come() : come('old')), 200);
      const answers = await Promise.all([
        jitter().then(() => (maps ? map('new') : map('old'))),
        later().then(() => come('new')),
      ]);
      const problem = unexpected(answers, 200);
      if (problem !== null) return problem;
      if ((await has()) === maps) return null;
      return maps ? 'a deny was left out' : 'a role was left that no group gives';
    };
  },
};

/** Bob's token comes while the connection goes; then the group is mapped. */
export const tokenBesideConnection: Race = {
  name: 'a token beside the removal of the connection',
  must: 'nothing that the token said counts any more',
  async stage(world) {
    const { map, connect, come, has } = await stage(world);
    return async () => {
      for (const answer of [await map(), await connect(CONNECTION), await come()]) expected(answer, 200);
      const answers = await Promise.all([jitter().then(() => connect(null)), jitter().then(() => come('new'))]);
      const problem = unexpected(answers, 200);
      if (problem !== null) return problem;
      expected(await map('new'), 200);
      return (await has()) ? 'a group counted without a connection' : null;
    };
  },
};
