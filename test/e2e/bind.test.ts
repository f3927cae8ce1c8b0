import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const soon = (ms = 3_600_000): string => new Date(Date.now() + ms).toISOString();

interface Stage extends Team {
  readonly binder: Client;
  /** Roles that the binder does not hold: one allows, one denies. */
  readonly allowing: string;
  readonly denying: string;
  /** Gives the binder these permissions beside the right to assign roles. */
  readonly grant: (...permissions: string[]) => Promise<void>;
}

async function givenStage(): Promise<Stage> {
  const team = await givenTeam(server);
  const allowing = await team.role({ permissions: ['secrets:*:read'] });
  const denying = await team.role({ effect: 'deny', permissions: ['apps:*:write'] });
  await team.member('mia', await team.role({ permissions: ['members:*:assign', 'members:*:remove'] }));
  await team.member('bob');
  const grant = async (...permissions: string[]): Promise<void> => {
    await team.alice.put(`${team.path}/members/mia/roles/${await team.role({ permissions })}`, {}).expect(200);
  };
  return { ...team, binder: server.as('mia'), allowing, denying, grant };
}

const reasonOf = (answer: { status: number; body: any }): unknown => [answer.status, answer.body.details?.reason];

describe('who may bind a role', () => {
  it('assigns it for good or for a time, at any scope, and revokes it from anyone', async () => {
    const { binder, path, allowing, grant, held } = await givenStage();
    await grant(`roles:${allowing}:bind`);
    const at = `${path}/members/bob/roles/${allowing}`;
    await binder.put(at, { scope: 'ws-1' }).expect(200);
    await binder.put(at, { expires_at: soon() }).expect(200);
    await binder.put(at, { expires_at: null }).expect(200);
    await binder.put(at, { expires_at: soon() }).expect(200);
    await binder.delete(at).expect(204);
    expect(await held('bob')).toEqual([]);
  });

  it('neither revokes nor ends a role that denies without holding what it denies', async () => {
    const { alice, binder, path, denying, grant } = await givenStage();
    await grant(`roles:${denying}:bind`);
    const at = `${path}/members/bob/roles/${denying}`;
    await binder.put(at, {}).expect(200);
    expect(reasonOf(await binder.delete(at))).toEqual([403, 'escalation']);
    expect(reasonOf(await binder.put(at, { expires_at: soon() }))).toEqual([403, 'escalation']);
    await alice.put(at, { expires_at: soon() }).expect(200);
    expect(reasonOf(await binder.put(at, { expires_at: soon(60_000) }))).toEqual([403, 'escalation']);
    await binder.put(at, { expires_at: null }).expect(200);
    expect(reasonOf(await binder.delete(`${path}/members/bob`))).toEqual([403, 'escalation']);
    await grant('apps:*:write');
    await binder.put(at, { expires_at: soon() }).expect(200);
    await binder.delete(at).expect(204);
  });

  it('does not get rid of its own deny, neither by revoking nor by letting it end', async () => {
    const { alice, path, denying, role, member } = await givenStage();
    await member('moe', await role({ permissions: ['apps:*:write', 'members:$self:assign', `roles:${denying}:bind`] }));
    await alice.put(`${path}/members/moe/roles/${denying}`, {}).expect(200);
    const moe = server.as('moe');
    expect(reasonOf(await moe.delete(`${path}/members/moe/roles/${denying}`))).toEqual([403, 'escalation']);
    const ends = await moe.put(`${path}/members/moe/roles/${denying}`, { expires_at: soon(1_000) });
    expect(reasonOf(ends)).toEqual([403, 'escalation']);
    await sleep(1_100);
    const { body } = await moe.post(`${path}/check`, { permission: 'apps:write' }).expect(200);
    expect(body.allowed).toBe(false);
  });

  it('everywhere does not reach a role that hands out rights; by name it does', async () => {
    const { binder, path, grant, role } = await givenStage();
    await grant('roles:*:bind');
    const strong = await role({ permissions: ['roles:*:bind', 'secrets:*:read'] });
    for (const roleId of ['rl-admin', strong]) {
      expect(reasonOf(await binder.put(`${path}/members/bob/roles/${roleId}`, {}))).toEqual([403, 'escalation']);
      expect(reasonOf(await binder.delete(`${path}/members/alice/roles/rl-admin`))).toEqual([403, 'escalation']);
    }
    await grant(`roles:${strong}:bind`);
    await binder.put(`${path}/members/bob/roles/${strong}`, {}).expect(200);
    expect(reasonOf(await binder.put(`${path}/members/bob/roles/rl-admin`, {}))).toEqual([403, 'escalation']);
  });

  it('for a time binds nothing', async () => {
    const { alice, binder, path, allowing, role } = await givenStage();
    const bind = await role({ permissions: [`roles:${allowing}:bind`] });
    await alice.put(`${path}/members/mia/roles/${bind}`, { expires_at: soon() }).expect(200);
    expect(reasonOf(await binder.put(`${path}/members/bob/roles/${allowing}`, {}))).toEqual([403, 'escalation']);
    await alice.put(`${path}/members/mia/roles/${bind}`, { expires_at: null }).expect(200);
    await binder.put(`${path}/members/bob/roles/${allowing}`, {}).expect(200);
  });

  it('never revokes the last Admin', async () => {
    const { binder, path, grant } = await givenStage();
    await grant('roles:rl-admin:bind');
    expect(reasonOf(await binder.delete(`${path}/members/alice/roles/rl-admin`))).toEqual([409, 'last_admin']);
    const ends = await binder.put(`${path}/members/alice/roles/rl-admin`, { expires_at: soon() });
    expect(reasonOf(ends)).toEqual([409, 'last_admin']);
  });
});

describe('who may do nothing but change itself', () => {
  it('leaves, and returns a role of its own, and takes nothing else', async () => {
    const { alice, path, role, member, allowing } = await givenStage();
    const self = ['members:$self:assign', 'members:$self:remove'];
    await member('moe', await role({ permissions: self }), allowing);
    const moe = server.as('moe');
    expect(reasonOf(await moe.put(`${path}/members/moe/roles/rl-viewer`, {}))).toEqual([403, 'escalation']);
    expect((await moe.delete(`${path}/members/bob/roles/${allowing}`)).status).toBe(403);
    await moe.delete(`${path}/members/moe/roles/${allowing}`).expect(204);
    await moe.delete(`${path}/members/moe`).expect(204);
    await alice.get(`${path}/members/moe`).expect(404);
  });

  it('may let a role of its own end sooner, and not later', async () => {
    const { path, role, member, allowing } = await givenStage();
    await member('moe', await role({ permissions: ['members:$self:assign'] }), allowing);
    const at = `${path}/members/moe/roles/${allowing}`;
    await server.as('moe').put(at, { expires_at: soon() }).expect(200);
    expect(reasonOf(await server.as('moe').put(at, { expires_at: null }))).toEqual([403, 'escalation']);
  });

  it('does not leave while something is denied to it', async () => {
    const { alice, path, role, member, denying } = await givenStage();
    await member('moe', await role({ permissions: ['members:$self:remove', 'members:$self:assign'] }));
    await alice.put(`${path}/members/moe/roles/${denying}`, {}).expect(200);
    expect(reasonOf(await server.as('moe').delete(`${path}/members/moe`))).toEqual([403, 'escalation']);
  });
});

describe('suspending', () => {
  it('takes what the member may do, and not what is denied to it', async () => {
    const { alice, binder, path, allowing, denying, grant, member } = await givenStage();
    await member('carl', allowing);
    await alice.put(`${path}/members/carl/roles/${denying}`, {}).expect(200);
    const { body } = await binder.put(`${path}/members/carl`, { status: 'suspended' }).expect(403);
    expect(body.details.missing).toEqual(['secrets:*:read']);
    await grant('secrets:*:read');
    await binder.put(`${path}/members/carl`, { status: 'suspended' }).expect(200);
    await binder.put(`${path}/members/carl`, { status: 'active' }).expect(200);
  });
});

describe('a member with everything and without a deny', () => {
  it('is denied something by another such member alone, on every path', async () => {
    const { alice, path, role, member, denying, orgId } = await givenStage();
    const all = ['policies', 'roles', 'members', 'apps'].map((type) => `${type}:*:*`);
    await member('max', await role({ permissions: [...all, `roles:${denying}:bind`] }));
    await member('anna', 'rl-admin');
    const carried = await role({ permissions: ['apps:*:read'] });
    await alice.put(`${path}/members/anna/roles/${carried}`, {}).expect(200);
    const max = server.as('max');
    const { body: role1 } = await alice.get(`${path}/roles/${carried}`).expect(200);
    const { body: deny } = await alice
      .post(`${path}/policies`, { name: 'No ghosts', effect: 'deny', permissions: ['apps:ghost:read'] })
      .expect(201);
    const attempts = {
      'a role that denies': max.put(`${path}/members/anna/roles/${denying}`, {}),
      'the roles of several': max.post(`${path}/members/batch`, {
        members: [{ user_id: 'anna', role_ids: [denying] }],
      }),
      'a deny attached to a role of its': max.put(`${path}/roles/${carried}`, {
        policy_ids: [...role1.policy_ids, deny.policy_id],
      }),
      'a policy turned into a deny': max.put(`${path}/policies/${role1.policy_ids[0]}`, { effect: 'deny' }),
      'a statement that denies': max.put(`/organizations/${orgId}/roles/${carried}`, {
        policies: [{ resources: ['apps:ghost'], actions: ['read'], effect: 'deny' }],
      }),
    };
    for (const [path, attempt] of Object.entries(attempts)) {
      const { status, body } = await attempt;
      expect([path, status]).toEqual([path, 403]);
      if (typeof body.error === 'string' && body.details !== undefined) {
        expect([path, body.details.reason]).toEqual([path, 'escalation']);
      }
    }
    await max.put(`${path}/members/bob/roles/${denying}`, {}).expect(200);
    await alice.put(`${path}/members/anna/roles/${denying}`, {}).expect(200);
  });
});

describe('a default role', () => {
  it('hands out no rights: neither flagged, nor changed to grant them by any path', async () => {
    const { alice, orgId, path, role } = await givenStage();
    const strong = await role({ permissions: ['roles:*:bind'] });
    expect(reasonOf(await alice.put(`${path}/roles/${strong}`, { is_default: true }))).toEqual([409, 'default']);
    const joined = await role({ permissions: ['apps:*:read'], is_default: true });
    const { body } = await alice.get(`${path}/roles/${joined}`).expect(200);
    const [policy] = body.policy_ids;
    const all = await alice.put(`${path}/policies/${policy}`, { permissions: ['*:*:*'] });
    expect(reasonOf(all)).toEqual([409, 'default']);
    const bound = await alice.put(`${path}/roles/${joined}`, { policy_ids: [policy, 'pol-admin'] });
    expect(reasonOf(bound)).toEqual([409, 'default']);
    const statements = { policies: [{ resources: ['*'], actions: ['*'], effect: 'allow' }] };
    await alice.put(`/organizations/${orgId}/roles/${joined}`, statements).expect(409);
    const made = { name: 'New', policy_ids: ['pol-admin'], is_default: true };
    expect(reasonOf(await alice.post(`${path}/roles`, made))).toEqual([409, 'default']);
  });
});
