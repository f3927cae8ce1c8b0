import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { givenMembers, heldBy } from './given-members';

let server: TestServer;
let team: Team;
let role: string;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  team = await givenTeam(server);
  role = await team.role({ permissions: ['apps:one:read'] });
  await team.member('bob', role);
});

const bob = (): { orgId: string; userId: string } => ({ orgId: team.orgId, userId: 'bob' });

/** Each makes something of Bob's out of date. */
const changes: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
  ['whose role was narrowed', () => team.alice.put(`${team.path}/roles/${role}`, { policy_ids: [] }).expect(200)],
  ['whose role was taken', () => team.member('bob')],
  ['who was suspended', () => team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200)],
  ['who was removed', () => team.alice.delete(`${team.path}/members/bob`).expect(204)],
  [
    'who was removed and came back without roles',
    async () => {
      await team.alice.delete(`${team.path}/members/bob`).expect(204);
      await team.member('bob');
    },
  ],
  ['whose role was deleted', () => team.alice.delete(`${team.path}/roles/${role}`).expect(204)],
  [
    'whose organisation got a new resource',
    () => team.alice.put(`${team.path}/resources/models/new`, { name: 'New' }).expect(201),
  ],
];

describe.each(changes)('a member %s', (_, change) => {
  const now = async (): Promise<string> => heldBy(await givenMembers(server).members.load(bob()));

  it('is not answered from a load that was under way', async () => {
    const { members, source } = givenMembers(server);
    const load = source.holdNext('grants');
    const before = members.load(bob());
    await load.read;
    await change();
    const after = members.load(bob());
    // The stamps that it compares with are read while the load is held.
    await source.untilAnswered('stamps');
    load.letGo();
    await before;
    const found = await after;
    expect(heldBy(found)).toBe(await now());
    if (found !== null) expect(found.stamps).toEqual((await givenMembers(server).members.load(bob()))?.stamps);
  });

  it('is not answered by stamps that were being read', async () => {
    const { members, source } = givenMembers(server);
    await members.load(bob());
    const stamps = source.holdNext('stamps');
    const before = members.load(bob());
    await stamps.read;
    await change();
    const after = members.load(bob());
    await source.untilAnswered('stamps');
    stamps.letGo();
    await before;
    const found = await after;
    expect(heldBy(found)).toBe(await now());
    if (found !== null) expect(found.stamps.revision).toBe(await team.revision());
  });

  it('is not answered from what a load that ended late left behind', async () => {
    const { members, source } = givenMembers(server);
    const load = source.holdNext('grants');
    const before = members.load(bob());
    await load.read;
    await change();
    load.letGo();
    await before;
    expect(heldBy(await members.load(bob()))).toBe(await now());
  });
});

describe('members', () => {
  it('are loaded once for all who ask at the same time', async () => {
    const { members, source } = givenMembers(server);
    const found = await Promise.all(Array.from({ length: 50 }, () => members.load(bob())));
    expect(new Set(found.map(heldBy)).size).toBe(1);
    expect(source.asked.grants).toBe(1);
  });

  it('are compared in one statement for all who ask at the same time, and not loaded again', async () => {
    const { members, source } = givenMembers(server);
    await Promise.all([members.load(bob()), members.load({ ...bob(), userId: 'alice' })]);
    const asked = Array.from({ length: 50 }, (_, at) => ({ ...bob(), userId: at % 2 === 0 ? 'bob' : 'alice' }));
    await Promise.all(asked.map((key) => members.load(key)));
    expect(source.asked).toEqual({ stamps: 1, grants: 2 });
  });

  it('are loaded again after an error, which is told to those who waited for it alone', async () => {
    const { members, source } = givenMembers(server);
    source.hold = () => Promise.reject(new Error('lost'));
    const failed = await Promise.allSettled([members.load(bob()), members.load(bob())]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    source.hold = () => Promise.resolve();
    expect(heldBy(await members.load(bob()))).toContain('apps:one:read');
  });
});
