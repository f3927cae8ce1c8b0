import { parsePermissionName } from '@castellan/core';
import type { MemberQuestion, StoredMember } from '@castellan/nest';
import { AccessService } from '../../libs/nest/src/access/access.service';
import { GrantsSource } from '../../libs/nest/src/access/sources/grants-source';
import { singleProcess } from '../../libs/nest/src/access/state/freshness';
import { Database } from '../../libs/nest/src/database/database';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { givenChecker, givenMembers } from './given-members';

const READ = parsePermissionName('apps:read')!;

let server: TestServer;
let team: Team;
let role: string;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  team = await givenTeam(server);
  role = await team.role({ permissions: ['apps:*:read'] });
});
afterEach(() => jest.restoreAllMocks());

const questions = (...userIds: string[]): MemberQuestion[] =>
  userIds.map((userId) => ({ userId, name: READ, on: null }));

/** Gives and takes the role in one change. */
const assign = (...members: ReadonlyArray<readonly [string, string[]]>) =>
  team.alice
    .post(`${team.path}/members/batch`, { members: members.map(([user_id, role_ids]) => ({ user_id, role_ids })) })
    .expect(200);

/**
 * Lets `early` be read before `change` and `late` after it, in whichever order they are asked for. Whoever is read first is
 * held back until the other one was read too.
 */
function between(source: GrantsSource, early: string, late: string, change: () => PromiseLike<unknown>): void {
  const real = source.grants.bind(source);
  let changed: PromiseLike<unknown> | null = null;
  let readEarly = (): void => undefined;
  const earlyIsRead = new Promise<void>((done) => (readEarly = done));
  let isFirst = true;
  const hold = async (...asked: Parameters<GrantsSource['grants']>): Promise<StoredMember | null> => {
    const [{ userId }] = asked;
    if (!isFirst || ![early, late].includes(userId)) return real(...asked);
    if (userId === early) {
      const found = await real(...asked);
      readEarly();
      return found;
    }
    await earlyIsRead;
    isFirst = false;
    changed ??= Promise.resolve(change());
    await changed;
    return real(...asked);
  };
  jest.spyOn(source, 'grants').mockImplementation(hold);
}

const isEmbedded = postgresUrl() === undefined;
const freshnesses = [
  ['reads the stamps for every check', () => undefined],
  ...(isEmbedded ? ([['is the only process', () => singleProcess(server.running.app.get(Database))]] as const) : []),
] as const;

describe.each(freshnesses)('a batch of an instance that %s', (_, freshness) => {
  it('is answered from one state when two members are loaded around a change', async () => {
    await assign(['bob', [role]], ['carol', []]);
    const { members, source } = givenMembers(server, freshness());
    between(source, 'bob', 'carol', () => assign(['bob', []], ['carol', [role]]));
    const answers = await givenChecker(server, { members, source }).check(team.orgId, questions('bob', 'carol'));
    expect(answers.map(({ reason }) => reason)).toEqual(['no-grant', 'granted']);
  });

  it('is answered from one state when one of them is not a member at first', async () => {
    await assign(['bob', [role]]);
    const { members, source } = givenMembers(server, freshness());
    between(source, 'carol', 'bob', async () => {
      await assign(['carol', [role]]);
      await assign(['bob', []]);
    });
    const answers = await givenChecker(server, { members, source }).check(team.orgId, questions('bob', 'carol'));
    expect(answers.map(({ reason }) => reason)).toEqual(['no-grant', 'granted']);
  });

  it('includes a caller whose access is of an earlier moment', async () => {
    await assign(['bob', [role]], ['carol', []]);
    const { members, source } = givenMembers(server, freshness());
    const bob = await server.running.app.get(AccessService).of(team.orgId, 'bob');
    await assign(['bob', []], ['carol', [role]]);
    const ready = await givenChecker(server, { members, source }).prepare(team.orgId, questions('bob', 'carol'), bob);
    expect(ready.map(({ access }) => access?.reason(READ))).toEqual(['no-grant', 'granted']);
  });

  it('issues one statement when every member is ready', async () => {
    await assign(['bob', [role]], ['carol', []]);
    const { members, source } = givenMembers(server, freshness());
    const checker = givenChecker(server, { members, source });
    await checker.check(team.orgId, questions('bob', 'carol'));
    await team.alice.put(`${team.path}/resources/models/new`, { name: 'New' }).expect(201);
    const before = { ...source.asked };
    await checker.check(team.orgId, questions('bob', 'carol', 'bob'));
    expect(source.asked).toEqual({ stamps: before.stamps + 1, grants: before.grants });
  });
});

describe('a batch over HTTP', () => {
  it('is answered from one state when two members are loaded around a change', async () => {
    await assign(['bob', [role]], ['carol', []]);
    const source = server.running.app.get<GrantsSource>(GrantsSource, { strict: false });
    between(source, 'bob', 'carol', () => assign(['bob', []], ['carol', [role]]));
    const asked = ['bob', 'carol'].map((user_id) => ({ user_id, permission: 'apps:read' }));
    const { body } = await team.alice.post(`${team.path}/check/batch`, { questions: asked }).expect(200);
    expect(body.answers.map(({ reason }: { reason: string }) => reason)).toEqual(['no-grant', 'granted']);
  });
});

describe('a page of those who hold a permission', () => {
  it('shows members of one state when two of them are loaded around a change', async () => {
    // Both hold the role, so that they are candidates before the change and after it; one of them is denied what it grants.
    const denying = await team.role({ effect: 'deny', permissions: ['apps:*:read'] });
    await assign(['bob', [role]], ['carol', [role, denying]], ['dora', [role]]);
    const source = server.running.app.get<GrantsSource>(GrantsSource, { strict: false });
    between(source, 'bob', 'carol', () => assign(['bob', [role, denying]], ['carol', [role]]));
    const { body } = await team.alice.get(`${team.path}/permissions/apps:read/members`).expect(200);
    const shown = body.members.map(({ user_id }: { user_id: string }) => user_id);
    expect(shown.filter((userId: string) => userId !== 'alice')).toEqual(['carol', 'dora']);
  });
});
