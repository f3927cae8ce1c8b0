import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { Page } from '../../libs/nest/src/http/page';
import { MembersService } from '../../libs/nest/src/members/members.service';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { refusal } from './answers';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const contract = JSON.parse(readFileSync(join(__dirname, '../contract/orgs-iam.openapi.json'), 'utf8'));
const ajv = new Ajv({ strict: false }).addSchema(contract, 'contract');
const fits = (schema: string, value: unknown): unknown => {
  ajv.validate(`contract#/components/schemas/${schema}`, value);
  return ajv.errors;
};
const later = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const ids = (page: any): string[] => page.members.map(({ user_id }: any) => user_id);
const EVERYWHERE = { all: true, only: [], except: [] };

describe('a list of members', () => {
  it('has the shape of the contract', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.get(`${team.path}/members`).expect(200);
    expect(fits('MemberPage', body)).toBeNull();
    expect(body).toEqual({
      total: 1,
      has_more: false,
      next_cursor: null,
      members: [
        {
          user_id: 'alice',
          org_id: team.orgId,
          username: null,
          email: null,
          full_name: null,
          avatar_url: null,
          role_ids: ['rl-admin'],
          roles_detail: [
            {
              role_id: 'rl-admin',
              name: 'Admin',
              description: 'May do everything',
              is_default: false,
              origin: 'manual',
              scope: '*',
              expires_at: null,
              reason: null,
              managed_by: null,
            },
          ],
          permissions: ['*:*:*'],
          denied_permissions: [],
          permissions_truncated: false,
          status: 'active',
          directory: 'whole',
          joined_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        },
      ],
    });
  });

  it('goes from page to page by user id, byte by byte', async () => {
    const team = await givenTeam(server);
    for (const user of ['bob', 'Zoe', 'auth0|12']) await team.member(user);
    const first = (await team.alice.get(`${team.path}/members?limit=3`).expect(200)).body;
    expect([ids(first), first.total, first.has_more]).toEqual([['Zoe', 'alice', 'auth0|12'], 4, true]);
    const second = (await team.alice.get(`${team.path}/members?limit=3&cursor=${first.next_cursor}`).expect(200)).body;
    expect([ids(second), second.total, second.has_more, second.next_cursor]).toEqual([['bob'], 4, false, null]);
  });

  it('shows only whom the caller may read, and its total agrees', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role({ permissions: ['members:carol:read', 'members:$self:read'] }));
    await team.member('carol', await team.role({ permissions: ['members:*:read'] }));
    await team.member(
      'dave',
      await team.role({ permissions: ['members:*:read'] }),
      await team.role({
        permissions: ['members:alice:read', 'members:members/carol:read'],
        effect: 'deny',
      }),
    );
    const seenBy = async (user: string): Promise<unknown> => {
      const { body } = await server.as(user).get(`${team.path}/members`).expect(200);
      return [body.total, ids(body)];
    };
    expect(await seenBy('bob')).toEqual([2, ['bob', 'carol']]);
    expect(await seenBy('carol')).toEqual([4, ['alice', 'bob', 'carol', 'dave']]);
    expect(await seenBy('dave')).toEqual([2, ['bob', 'dave']]);
  });

  it('is refused to a member who may read nobody, and to a stranger', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    for (const user of ['bob', 'stranger']) {
      const { body } = await server.as(user).get(`${team.path}/members`).expect(403);
      expect(body.details).toMatchObject({ required_permission: 'members:read' });
    }
    await server.anonymous.get(`${team.path}/members`).expect(401);
  });

  it('refuses a cursor of another organisation, and a limit out of range', async () => {
    const [team, other] = [await givenTeam(server), await givenTeam(server)];
    await other.member('bob');
    const { next_cursor } = (await other.alice.get(`${other.path}/members?limit=1`).expect(200)).body;
    const { body } = await team.alice.get(`${team.path}/members?cursor=${next_cursor}&limit=201`).expect(422);
    expect(body.detail.map(({ loc }: any) => loc)).toEqual([
      ['query', 'limit'],
      ['query', 'cursor'],
    ]);
  });

  it('costs four statements, whatever is on the page', async () => {
    const team = await givenTeam(server);
    const roles = [await team.role(), await team.role({ effect: 'deny' }), 'rl-viewer'];
    const members = server.running.app.get(MembersService, { strict: false });
    const cost = async (): Promise<number> => {
      const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
      await members.page(team.orgId, new Page(team.orgId, 'members'), EVERYWHERE);
      const count = statements.mock.calls.length;
      statements.mockRestore();
      return count;
    };
    expect(await cost()).toBe(4);
    const users = Array.from({ length: 60 }, (_, at) => ({ user_id: `user-${at}`, role_ids: roles.slice(at % 3) }));
    await team.alice.post(`${team.path}/members/batch`, { members: users }).expect(200);
    expect(await cost()).toBe(4);
  });
});

describe('a member', () => {
  it('shows what it holds and what it is denied, sorted', async () => {
    const team = await givenTeam(server);
    const reader = await team.role({ permissions: ['endpoints:*:read', 'apps:*:read', 'apps:*:write'] });
    const never = await team.role({ permissions: ['apps:*:write', 'secrets:*:*'], effect: 'deny' });
    await team.member('bob', reader, never);
    await team.alice.put(`${team.path}/members/bob/roles/rl-viewer`, { scope: 'ws-1' }).expect(200);
    const bob = await team.show('bob');
    expect(fits('Member', bob)).toBeNull();
    expect(bob.role_ids).toEqual([reader, never, 'rl-viewer'].sort());
    expect(bob.permissions).toEqual(['analytics:ws-1:view', 'apps:*:read', 'apps:ws-1:read', 'endpoints:*:read']);
    expect(bob.denied_permissions).toEqual(['apps:*:write', 'secrets:*:*']);
  });

  it('no longer shows an assignment that has expired', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await team.alice.put(`${team.path}/members/bob/roles/rl-viewer`, { expires_at: later(600) }).expect(200);
    await server.as('bob').get(`${team.path}/me`).expect(200);
    expect(await team.held('bob')).toEqual(['rl-viewer * manual']);
    await new Promise((resolve) => setTimeout(resolve, 650));
    expect(await team.show('bob')).toMatchObject({ role_ids: [], roles_detail: [], permissions: [] });
  });

  it('is not found when its id is nobody, or not an id at all', async () => {
    const team = await givenTeam(server);
    for (const user of ['nobody', '%20', 'x'.repeat(256), '%00', '%C3%A9']) {
      const { body } = await team.alice.get(`${team.path}/members/${user}`).expect(404);
      expect(body.details).toEqual({ resource_type: 'members', resource_id: decodeURIComponent(user) });
    }
  });

  it('of another organisation is not found', async () => {
    const [team, other] = [await givenTeam(server), await givenTeam(server)];
    await other.member('bob');
    await team.alice.get(`${team.path}/members/bob`).expect(404);
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(404);
    await team.alice.delete(`${team.path}/members/bob`).expect(404);
  });

  it('sees itself at `me`, with no permission at all', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const { body } = await server.as('bob').get(`${team.path}/me`).expect(200);
    expect(body).toEqual(await team.show('bob'));
    await server.as('stranger').get(`${team.path}/me`).expect(403);
  });
});

describe('suspending a member', () => {
  it('shuts it out at its very next request, and shows that it holds nothing', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-admin');
    const bob = server.as('bob');
    await bob.get(`${team.path}/members`).expect(200);
    const { body } = await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    expect(body).toMatchObject({ status: 'suspended', role_ids: ['rl-admin'], permissions: [] });
    expect((await bob.get(`${team.path}/members`).expect(403)).body.details).toEqual(
      refusal('suspended', { required_permission: 'members:read' }),
    );
    expect((await bob.get(`${team.path}/me`).expect(403)).body.details).toEqual(refusal('suspended'));
    await team.alice.put(`${team.path}/members/bob`, { status: 'active' }).expect(200);
    await bob.get(`${team.path}/members`).expect(200);
  });

  it('is audited once, and twice the same is no change', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    const suspend = () => team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    await suspend();
    const revision = await team.revision();
    await suspend();
    expect(await team.revision()).toBe(revision);
    const assignments = [{ role_id: 'rl-viewer', scope: '*', origin: 'manual', expires_at: null }];
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'member.update',
      target: { type: 'members', id: 'bob' },
      actor: { id: 'alice', kind: 'member' },
      before: { user_id: 'bob', status: 'active', assignments },
      after: { user_id: 'bob', status: 'suspended', assignments },
    });
  });

  it('holds `If-Match` against the member', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const { etag } = (await team.alice.get(`${team.path}/members/bob`).expect(200)).headers;
    await team.member('bob', 'rl-viewer');
    const suspend = (tag: string) =>
      team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).set('If-Match', tag);
    await suspend(etag as string).expect(412);
    const now = (await team.alice.get(`${team.path}/members/bob`).expect(200)).headers['etag'] as string;
    expect((await suspend(now).expect(200)).headers['etag']).not.toBe(now);
  });

  it('is refused for another status, an unknown member of the body, and without the permission', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role({ permissions: ['members:carol:assign'] }));
    await team.member('carol');
    const { body } = await team.alice.put(`${team.path}/members/bob`, { status: 'gone', role_ids: [] }).expect(422);
    expect(body.detail.map(({ type, loc }: any) => [type, loc])).toEqual([
      ['value_error', ['body', 'status']],
      ['extra_forbidden', ['body', 'role_ids']],
    ]);
    await server.as('bob').put(`${team.path}/members/alice`, { status: 'suspended' }).expect(403);
    await server.as('bob').put(`${team.path}/members/carol`, { status: 'suspended' }).expect(200);
  });
});

describe('removing a member', () => {
  it('answers nothing, takes its assignments, and makes it a stranger', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    const answer = await team.alice.delete(`${team.path}/members/bob`).expect(204);
    expect(answer.text).toBe('');
    await team.alice.get(`${team.path}/members/bob`).expect(404);
    await team.alice.delete(`${team.path}/members/bob`).expect(404);
    const { body } = await server.as('bob').get(`${team.path}/me`).expect(403);
    expect(body.details).toEqual(refusal('not-a-member'));
    expect((await team.alice.get(`${team.path}/members`).expect(200)).body.total).toBe(1);
  });

  it('is audited without a profile', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    await server.as('bob', { email: 'bob@example.com' }).get(`${team.path}/me`).expect(200);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    const entries = await team.audit();
    expect(entries.at(-1)).toMatchObject({ action: 'member.remove', before: { user_id: 'bob' }, after: null });
    expect(JSON.stringify(entries)).not.toContain('example.com');
  });

  it('needs members:remove of that member, and the object that `If-Match` names', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role({ permissions: ['members:*:read', 'members:*:assign'] }));
    const { body } = await server.as('bob').delete(`${team.path}/members/alice`).expect(403);
    expect(body.details).toEqual(refusal('no-grant', { required_permission: 'members:remove' }));
    await team.alice.delete(`${team.path}/members/bob`).set('If-Match', '"other"').expect(412);
    await team.alice.delete(`${team.path}/members/bob`).set('If-Match', '*').expect(204);
  });

  it('gives nothing of before back to whom comes again', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    await team.alice.put(`${team.path}/members/bob/roles/rl-operator`, { scope: 'ws-1' }).expect(200);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    await team.member('bob');
    expect(await team.held('bob')).toEqual([]);
  });
});
