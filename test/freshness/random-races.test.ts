import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownMember } from '../../libs/nest/src/access/sources/grants-source';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { givenMembers, heldBy } from './given-members';

const CHANGES = 200;
const ASKERS = 6;
const MOST_HELD_MS = 25;

/** What was true at a revision. */
interface Moment {
  readonly held: string;
  readonly containers: string;
}

/** An answer, and the last revision that was acknowledged when it was asked for. */
interface Answered {
  readonly asked: number;
  readonly until: number;
  readonly member: KnownMember | null;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Changes of Bob that never say the same twice, but for his removal. */
function changesOf({ alice, path, member }: Team, role: string): ReadonlyArray<(at: number) => Promise<unknown>> {
  const bob = `${path}/members/bob`;
  const give = async (at: number): Promise<void> => {
    const expires_at = new Date(Date.now() + 1e9 + at).toISOString();
    await alice
      .put(`${bob}/roles/${role}`, { expires_at })
      .expect(({ status }) => expect([200, 404]).toContain(status));
  };
  return [
    (at) => alice.put(`${path}/roles/${role}`, { description: `of ${at}` }).expect(200),
    give,
    async () => {
      const { status } = await alice.delete(bob);
      if (status === 404) await member('bob', role);
    },
    (at) => alice.put(`${path}/resources/models/thing`, { name: `of ${at}` }),
    async (at) => {
      const { body } = await alice.get(`${path}/roles/${role}`).expect(200);
      const permissions = [`apps:of-${at}:read`];
      await alice.put(`${path}/policies/${body.policy_ids[0]}`, { permissions }).expect(200);
    },
  ];
}

it('answers of a member are of one moment, and not of one before the question', async () => {
  const team = await givenTeam(server);
  const role = await team.role({ permissions: ['apps:of-none:read'] });
  await team.member('bob', role);
  const key = { orgId: team.orgId, userId: 'bob' };
  const { members, source } = givenMembers(server);
  const moments = new Map<number, Moment>();
  let [last, over] = [0, false];
  const note = async (): Promise<void> => {
    const member = await givenMembers(server).members.load(key);
    const revision = await team.revision();
    const [{ containers }] = await server.dataSource.query(
      'select containers_stamp as containers from castellan.organisation_state where org_id = $1',
      [team.orgId],
    );
    moments.set(revision, { held: heldBy(member), containers });
    last = revision;
  };
  const answers: Answered[] = [];
  const asker = async (): Promise<void> => {
    while (!over) {
      const asked = last;
      const member = await members.load(key);
      // One more may be committed that is not noted yet.
      answers.push({ asked, until: last + 1, member });
      await sleep(Math.random() < 0.3 ? Math.random() * 10 : 0);
    }
  };
  await note();
  source.holdAtRandom(MOST_HELD_MS);
  const askers = Array.from({ length: ASKERS }, asker);
  const changes = changesOf(team, role);
  for (let at = 0; at < CHANGES; at++) {
    await (changes[Math.floor(Math.random() * changes.length)] as (typeof changes)[number])(at);
    await note();
  }
  over = true;
  await Promise.all(askers);
  expect(answers.length).toBeGreaterThan(CHANGES);
  expect(answers.map((answer) => problem(answer, moments)).filter((found) => found !== null)).toEqual([]);
});

function problem({ asked, until, member }: Answered, moments: ReadonlyMap<number, Moment>): string | null {
  if (member === null) {
    const possible = [...moments].some(([at, { held }]) => at >= asked && at <= until && held === 'no member');
    return possible ? null : `no member, asked at ${asked}`;
  }
  const { revision, containers } = member.stamps;
  const moment = moments.get(revision);
  if (revision < asked) return `of ${revision}, asked at ${asked}`;
  if (moment?.containers !== containers) return `the registry's stamp is not that of ${revision}`;
  return moment.held === heldBy(member) ? null : `a mix: not what was held at ${revision}`;
}
