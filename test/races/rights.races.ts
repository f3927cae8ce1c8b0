import { adminOf } from '../faults/world';
import { expected } from '../faults/api';
import { count, jitter, revisionOf, unexpected, type Race } from './race';

const ADMINS = `select count(*) from castellan.member m join castellan.assignment a using (org_id, user_id)
  where m.org_id = $1 and m.status = 'active' and a.role_id = 'rl-admin' and a.scope = '*' and a.expires_at is null`;

/** Alice and Anna are the only Admins: each takes the other out, or both leave, by one of three ways. */
export const lastAdmins: Race = {
  name: 'mutual removal of the last two Admins',
  must: 'one stays: the other request is refused (409 last_admin, or 403 when its sender is out already)',
  async stage(world) {
    const [one, two] = world.instances;
    return async (at) => {
      const path = `/v1/orgs/${await world.org()}/iam/members`;
      const orgId = path.split('/')[3];
      const [alice, anna] = [one.as('alice'), two.as('anna')];
      expected(await alice.post(path, { user_id: 'anna', role_ids: ['rl-admin'] }), 200);
      const [first, second] = at % 2 === 0 ? ['anna', 'alice'] : ['alice', 'anna'];
      const out = (api: typeof alice, user: string) =>
        at % 3 === 0
          ? api.post(path, { user_id: user, role_ids: [] })
          : at % 3 === 1
            ? api.delete(`${path}/${user}`)
            : api.put(`${path}/${user}`, { status: 'suspended' });
      const answers = await Promise.all([
        jitter().then(() => out(alice, first)),
        jitter().then(() => out(anna, second)),
      ]);
      const problem = unexpected(answers, 200, 204, 403, 409);
      const left = await count(world, ADMINS, [orgId]);
      if (left === 0) return 'no Admin is left';
      if (problem !== null) return problem;
      const done = answers.filter(({ status }) => status < 300).length;
      return left === 1 && done === 1 ? null : `${done} requests were done and ${left} Admins are left`;
    };
  },
};

/** Bob may assign roles by a role that Alice takes from him, while he assigns one to Carol. */
export const revokedGranter: Race = {
  name: 'a right revoked while its holder grants it',
  must: 'a grant is in a revision before that of the revocation, or refused (403); after the acknowledgement always refused',
  async stage(world) {
    const [one, two] = world.instances;
    const path = `/v1/orgs/${await world.org()}/iam`;
    const [alice, bob] = [one.as('alice'), two.as('bob')];
    const permissions = ['members:assign', 'apps:read'];
    const { policy_id } = expected(await alice.post(`${path}/policies`, { name: 'Granter', permissions }), 201).body;
    const role = expected(await alice.post(`${path}/roles`, { name: 'Granter', policy_ids: [policy_id] }), 201).body
      .role_id;
    const users = ['carol', 'dora'].map((user_id) => ({ user_id, role_ids: [] }));
    expected(await alice.post(`${path}/members/batch`, { members: users }), 200);
    const grant = (user: string) => bob.put(`${path}/members/${user}/roles/${role}`, {});
    return async () => {
      const members = ['bob', 'carol', 'dora'].map((user_id) => ({
        user_id,
        role_ids: user_id === 'bob' ? [role] : [],
      }));
      expected(await alice.post(`${path}/members/batch`, { members }), 200);
      const [revoked, granted] = await Promise.all([
        jitter().then(() => alice.delete(`${path}/members/bob/roles/${role}`)),
        jitter().then(() => grant('carol')),
      ]);
      const late = await grant('dora');
      if (revoked.status < 300 && late.status < 300) return 'granted after the revocation was acknowledged';
      const problem = unexpected([revoked], 204) ?? unexpected([granted], 200, 403) ?? unexpected([late], 403);
      if (problem !== null) return problem;
      if (granted.status === 200 && revisionOf(granted) >= revisionOf(revoked))
        return 'granted in no revision before that of the revocation';
      const held = await world.sql(
        'select from castellan.assignment where org_id = $1 and user_id = $2 and role_id = $3',
        [path.split('/')[3], 'carol', role],
      );
      return (held.length === 1) === (granted.status === 200) ? null : 'the assignment is not what was answered';
    };
  },
};

/** Two batches over the same members, the second in the opposite order. */
export const oppositeBatches: Race = {
  name: 'batches over the same members in opposite orders',
  must: 'all are answered 200 (no deadlock), and every member has the roles of one batch, the same for all',
  async stage(world) {
    const path = `/v1/orgs/${await world.team()}/iam`;
    const users = Array.from({ length: 12 }, (_, at) => `user-${at}`);
    const orgId = path.split('/')[3];
    const roles = ['rl-developer', 'rl-viewer', 'rl-operator'];
    const batch = (at: number) => {
      const members = users.map((user_id) => ({ user_id, role_ids: [roles[at % 3]] }));
      const body = { members: at % 2 === 0 ? members : members.toReversed() };
      return world.instances[at % 2 === 0 ? 0 : 1].as(adminOf(at)).post(`${path}/members/batch`, body);
    };
    expected(await batch(0), 200);
    return async () => {
      const problem = unexpected(await Promise.all([0, 1, 2, 3].map((at) => jitter().then(() => batch(at)))), 200);
      const held = await world.sql<{ roles: string }>(
        `select string_agg(role_id, ' ' order by role_id) as roles from castellan.assignment
          where org_id = $1 and user_id like 'user-%' group by user_id`,
        [orgId],
      );
      const kinds = new Set(held.map(({ roles }) => roles));
      if (held.length !== users.length || kinds.size !== 1) return 'members have the roles of different batches';
      return roles.includes([...kinds][0] as string) ? problem : 'members have the roles of two batches';
    };
  },
};
