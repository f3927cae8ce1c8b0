import { isNowhere } from '@castellan/core';
import { AccessService } from '@castellan/nest';
import { GrantingRolesRepository } from '../../libs/nest/src/checks/granting-roles.repository';
import { randomOf } from '../support/random';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const SEED = Number(process.env['CASTELLAN_SEED'] ?? Date.now() % 1_000_000);

const ASKED = [
  'apps:read',
  'apps:manage',
  'secrets:read',
  'models:write',
  'roles:bind',
  'members:read',
  'analytics:view',
];

describe('who can', () => {
  it(`names the members whom a question to each of them finds (seed ${SEED})`, async () => {
    const random = randomOf(SEED);
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
    const permission = (): string => {
      const scope = pick(['*', '*', 'ws-1', 'apps/a-1']);
      const name = pick([...ASKED, 'apps:*', 'secrets:*', '*:read', '*:*', 'models:manage']).split(':');
      return `${name[0]}:${scope}:${name[1]}`;
    };
    const team = await givenTeam(server);
    const roles: string[] = [];
    for (let at = 0; at < 10; at++) {
      const permissions = Array.from({ length: 1 + random(3) }, permission);
      roles.push(await team.role({ permissions, effect: random(4) === 0 ? 'deny' : 'allow' }));
    }
    const users = Array.from({ length: 40 }, (_, at) => `user-${at}`);
    const members = users.map((user_id) => ({ user_id, role_ids: [pick(roles), pick(roles)].slice(random(2)) }));
    for (const member of members) member.role_ids = [...new Set(member.role_ids)];
    await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
    for (let at = 0; at < 12; at++) {
      const body = { scope: pick(['ws-1', 'ws-2', 'apps/a-1']) };
      await team.alice.put(`${team.path}/members/${pick(users)}/roles/${pick(roles)}`, body).expect(200);
    }
    await team.alice.put(`${team.path}/members/user-7`, { status: 'suspended' }).expect(200);
    const access = server.running.app.get(AccessService, { strict: false });
    for (const asked of ASKED) {
      const expected: string[] = [];
      for (const user of ['alice', ...users].sort()) {
        const found = await access.of(team.orgId, user);
        if (found !== null && !isNowhere(found.scopes(asked))) expected.push(user);
      }
      const listed: string[] = [];
      for (let cursor = ''; ;) {
        const path = `${team.path}/permissions/${asked}/members?limit=7${cursor}`;
        const { body } = await team.alice.get(path).expect(200);
        listed.push(...body.members.map((held: any) => held.user_id));
        if (!body.has_more) break;
        cursor = `&cursor=${body.next_cursor}`;
      }
      expect([asked, listed]).toEqual([asked, expected]);
    }
  });

  it('is of one state, and loses nobody who gets the right from another member meanwhile', async () => {
    const team = await givenTeam(server);
    const [allow, deny] = [await team.role(), await team.role({ effect: 'deny' })];
    const users = Array.from({ length: 90 }, (_, at) => `u${10 + at}`);
    const members = users.map((user_id) => ({ user_id, role_ids: user_id === 'u99' ? [allow] : [allow, deny] }));
    await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
    const repository = server.running.app.get(GrantingRolesRepository, { strict: false });
    const real = repository.findHolders.bind(repository);
    let steps = 0;
    const spy = jest.spyOn(repository, 'findHolders').mockImplementation(async (...asked) => {
      if (++steps === 2) {
        const moved = [
          { user_id: 'u10', role_ids: [allow] },
          { user_id: 'u99', role_ids: [allow, deny] },
        ];
        await team.alice.post(`${team.path}/members/batch`, { members: moved }).expect(200);
      }
      return real(...asked);
    });
    try {
      const path = `${team.path}/permissions/apps:read/members`;
      const first = (await team.alice.get(path).expect(200)).body;
      // What was found so far is of the state before, and says that there is more.
      expect([first.members.map((held: any) => held.user_id), first.has_more]).toEqual([['alice'], true]);
      const again = (await team.alice.get(path).expect(200)).body;
      expect([again.members.map((held: any) => held.user_id), again.has_more]).toEqual([['alice', 'u10'], false]);
    } finally {
      spy.mockRestore();
    }
  });

  it('ends a page early after 500 members who may not, and goes on behind them', async () => {
    const team = await givenTeam(server);
    const [allow, deny] = [await team.role(), await team.role({ effect: 'deny' })];
    const members = Array.from({ length: 620 }, (_, at) => ({
      user_id: `user-${1_000 + at}`,
      role_ids: at === 610 ? [allow] : [allow, deny],
    }));
    await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
    const path = `${team.path}/permissions/apps:read/members`;
    const first = (await team.alice.get(path).expect(200)).body;
    expect([first.members.length, first.has_more]).toEqual([1, true]);
    const second = (await team.alice.get(`${path}?cursor=${first.next_cursor}`).expect(200)).body;
    expect([second.members.map((held: any) => held.user_id), second.has_more]).toEqual([['user-1610'], false]);
  });
});
