import { expected } from '../faults/api';
import { adminOf, type World } from '../faults/world';
import { count, jitter, unexpected, type Race } from './race';

interface Stage {
  readonly path: string;
  readonly orgId: string;
}

async function staged(world: World): Promise<Stage> {
  const orgId = await world.team();
  return { orgId, path: `/v1/orgs/${orgId}/iam` };
}

/** Twenty requests make the same policy, ten at each instance. */
export const equalCreates: Race = {
  name: '20 equal creates',
  must: 'one 201, nineteen 409 name_taken that name it, one row, and a counter that agrees',
  async stage(world) {
    const { path, orgId } = await staged(world);
    return async (at) => {
      const create = (by: number) =>
        world.instances[by % 2 === 0 ? 0 : 1].as(adminOf(by)).post(`${path}/policies`, {
          name: `${by % 3 === 0 ? 'SAME' : 'Same'} ${at}`,
          permissions: ['apps:read'],
        });
      const answers = await Promise.all(Array.from({ length: 20 }, (_, by) => create(by)));
      const made = answers.filter(({ status }) => status === 201);
      const rows = await count(world, 'select count(*) from castellan.policy where org_id = $1 and name_key = $2', [
        orgId,
        `same ${at}`,
      ]);
      if (rows !== 1 || made.length !== 1) return `${made.length} were made and ${rows} are there`;
      const problem = unexpected(answers, 201, 409);
      if (problem !== null) return problem;
      const other = answers.find(
        ({ status, body }) =>
          status === 409 &&
          (body.details.reason !== 'name_taken' || body.details.existing_id !== made[0]?.body.policy_id),
      );
      if (other !== undefined) return `a 409 said ${JSON.stringify(other.body.details)}`;
      return counted(world, orgId);
    };
  },
};

/** A policy is deleted at one instance and attached at the other. */
export const deletedPolicy: Race = {
  name: 'a policy deleted while it is attached',
  must: 'the delete is done, the attachment is 200 (and gone again) or 404, and no role has the policy',
  async stage(world) {
    const [one, two] = world.instances;
    const { path, orgId } = await staged(world);
    const alice = one.as('alice');
    const role = expected(await alice.post(`${path}/roles`, { name: 'Attached' }), 201).body.role_id;
    return async (at) => {
      const body = { name: `Deleted ${at}`, permissions: ['apps:read'] };
      const policy = expected(await alice.post(`${path}/policies`, body), 201).body.policy_id;
      const [deleted, attached] = await Promise.all([
        jitter().then(() => one.as('alice').delete(`${path}/policies/${policy}`)),
        jitter().then(() => two.as('alice').put(`${path}/roles/${role}`, { policy_ids: [policy] })),
      ]);
      const shown = await two.as('alice').get(`${path}/roles/${role}`);
      const left = await count(
        world,
        'select count(*) from castellan.role_policy where org_id = $1 and policy_id = $2',
        [orgId, policy],
      );
      const problem = unexpected([deleted], 204) ?? unexpected([attached], 200, 404) ?? unexpected([shown], 200);
      if (problem !== null) return problem;
      if (left > 0 || shown.body.policy_ids.includes(policy)) return 'a deleted policy is attached';
      return counted(world, orgId);
    };
  },
};

/** A role is deleted at one instance and assigned at the other. */
export const deletedRole: Race = {
  name: 'a role deleted while it is assigned',
  must: 'the delete is done, the assignment is 200 (and gone again) or 404, and nobody has the role',
  async stage(world) {
    const [one, two] = world.instances;
    const { path, orgId } = await staged(world);
    const alice = one.as('alice');
    expected(await alice.post(`${path}/members`, { user_id: 'bob', role_ids: [] }), 200);
    return async (at) => {
      const role = expected(await alice.post(`${path}/roles`, { name: `Deleted ${at}` }), 201).body.role_id;
      const [deleted, assigned] = await Promise.all([
        jitter().then(() => one.as('alice').delete(`${path}/roles/${role}`)),
        jitter().then(() => two.as('alice').put(`${path}/members/bob/roles/${role}`, {})),
      ]);
      const shown = await two.as('alice').get(`${path}/members/bob`);
      const left = await count(world, 'select count(*) from castellan.assignment where org_id = $1 and role_id = $2', [
        orgId,
        role,
      ]);
      const problem = unexpected([deleted], 204) ?? unexpected([assigned], 200, 404) ?? unexpected([shown], 200);
      if (problem !== null) return problem;
      if (left > 0 || shown.body.role_ids.includes(role)) return 'a deleted role is assigned';
      return counted(world, orgId);
    };
  },
};

/** Two PUTs name different fields of one policy; with `If-Match` at every second try. */
export const differentFields: Race = {
  name: 'two PUTs of different fields',
  must: 'both effects are there, or with If-Match one is 200 and the other 412',
  async stage(world) {
    const [one, two] = world.instances;
    const { path } = await staged(world);
    const alice = one.as('alice');
    const made = expected(await alice.post(`${path}/policies`, { name: 'Fields', permissions: [] }), 201).body;
    const policy = `${path}/policies/${made.policy_id}`;
    return async (at) => {
      const tag = (await alice.get(policy)).headers.get('etag') ?? '';
      const guarded = at % 2 === 1;
      const permissions = [`apps:app-${at}:read`];
      const answers = await Promise.all([
        jitter().then(() => one.as('alice').put(policy, { description: `Of ${at}` }, guarded ? tag : undefined)),
        jitter().then(() => two.as('alice').put(policy, { permissions }, guarded ? tag : undefined)),
      ]);
      const { body } = expected(await two.as('alice').get(policy), 200);
      const effects = [body.description === `Of ${at}`, body.permissions[0] === permissions[0]];
      const done = answers.map(({ status }) => status === 200);
      if (effects.some((there, by) => there !== done[by])) return 'an acknowledged PUT has no effect';
      const problem = unexpected(answers, ...(guarded ? [200, 412] : [200]));
      if (problem !== null) return problem;
      return guarded && done[0] === done[1] ? 'two PUTs with the same If-Match had the same answer' : null;
    };
  },
};

/** One PUT takes a permission out, another was written before that and names the permission, or only the description. */
export const stalePut: Race = {
  name: 'a stale PUT while a right is removed',
  must: 'the right is gone: the stale PUT is 412 with If-Match, and changes only what it names without',
  async stage(world) {
    const [one, two] = world.instances;
    const { path } = await staged(world);
    const alice = one.as('alice');
    const both = ['apps:*:read', 'apps:*:write'];
    const made = expected(await alice.post(`${path}/policies`, { name: 'Stale', permissions: both }), 201).body;
    const policy = `${path}/policies/${made.policy_id}`;
    return async (at) => {
      const guarded = at % 2 === 1;
      const put = expected(await alice.put(policy, { permissions: both }), 200);
      const tag = put.headers.get('etag') ?? '';
      const stale = { permissions: both, description: `Stale ${at}` };
      const answers = await Promise.all([
        jitter().then(() => one.as('alice').put(policy, { permissions: ['apps:read'] })),
        jitter().then(() =>
          two.as('alice').put(policy, guarded ? stale : { description: `New ${at}` }, guarded ? tag : undefined),
        ),
      ]);
      const { body } = expected(await two.as('alice').get(policy), 200);
      if (answers[0].status === 200 && body.permissions.length !== 1) return 'a removed right is back';
      const problem = unexpected([answers[0]], 200) ?? unexpected([answers[1]], ...(guarded ? [200, 412] : [200]));
      if (problem !== null) return problem;
      return guarded || body.description === `New ${at}` ? null : 'an acknowledged PUT has no effect';
    };
  },
};

/** What the counters of an organisation say against its rows; null when they agree. */
async function counted(world: World, orgId: string): Promise<string | null> {
  const [row] = await world.sql(
    `select s.policies, s.roles, s.members,
            (select count(*)::int from castellan.policy p where p.org_id = s.org_id) as policies_there,
            (select count(*)::int from castellan.role r where r.org_id = s.org_id) as roles_there,
            (select count(*)::int from castellan.member m where m.org_id = s.org_id) as members_there
       from castellan.organisation_state s where s.org_id = $1`,
    [orgId],
  );
  const wrong = ['policies', 'roles', 'members'].filter((what) => row[what] !== row[`${what}_there`]);
  return wrong.length === 0 ? null : `the counter of ${wrong.join(' and ')} is wrong`;
}
