import { randomOf } from '../support/random';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { History } from './history';

const SEEDS = [
  ['the same', 5],
  ['a new', Number(process.env['CASTELLAN_SEED'] ?? Date.now() % 1_000_000)],
] as const;
/** So often a copy of everything is taken, so many deeds apart. */
const COPIES = 8;
const DEEDS = 25;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Everything that an organisation was at a revision, as the API showed it then. */
interface Copy {
  readonly revision: string;
  readonly objects: ReadonlyMap<string, unknown>;
  readonly explanations: ReadonlyMap<string, unknown>;
}

const ID = { policies: 'policy_id', roles: 'role_id', members: 'user_id' } as const;

/** What the log has of a member: assignments that end change by themselves. */
function lasting(member: any): any {
  const { user_id, org_id, roles_detail, status, directory } = member;
  const details = roles_detail.filter(({ expires_at }: any) => expires_at === null);
  return { user_id, org_id, status, directory, roles_detail: details };
}

async function copyOf(team: Team): Promise<Copy> {
  const objects = new Map<string, unknown>();
  const explanations = new Map<string, unknown>();
  for (const list of ['policies', 'roles', 'members'] as const) {
    const { body } = await team.alice.get(`${team.path}/${list}?limit=200`).expect(200);
    expect(body.has_more).toBe(false);
    for (const each of body[list]) {
      objects.set(`${list}/${each[ID[list]]}`, list === 'members' ? lasting(each) : each);
    }
    if (list !== 'members') continue;
    for (const { user_id, roles_detail } of body.members.slice(0, 6)) {
      if (roles_detail.some(({ expires_at }: any) => expires_at !== null)) continue;
      const path = `members/${user_id}/explain?permission=apps:read`;
      const {
        missing: _,
        roles: __,
        hint: ___,
        ...found
      } = (await team.alice.get(`${team.path}/${path}`).expect(200)).body;
      explanations.set(path, { ...found, undetermined: [] });
    }
  }
  return { revision: await team.revisionText(), objects, explanations };
}

describe.each(SEEDS)('after a random history from %s seed, %d,', (_, seed) => {
  let team: Team;
  const copies: Copy[] = [];
  beforeAll(async () => {
    team = await givenTeam(server);
    const history = new History(server, team, seed);
    for (let at = 0; at < COPIES; at++) {
      await history.go(DEEDS);
      copies.push(await copyOf(team));
    }
  });

  const at = async (path: string, { revision }: Copy): Promise<any> => {
    const { status, body } = await team.alice.get(
      `${team.path}/${path}${path.includes('?') ? '&' : '?'}at_revision=${revision}`,
    );
    return status === 200 ? body : status;
  };

  it('every object is at an earlier revision what a copy of that time says', async () => {
    const ids = new Set(copies.flatMap(({ objects }) => [...objects.keys()]));
    for (const copy of copies) {
      for (const id of ids) {
        const found = await at(id, copy);
        const shown = id.startsWith('members/') && typeof found === 'object' ? lasting(found) : found;
        expect([copy.revision, id, shown]).toEqual([copy.revision, id, copy.objects.get(id) ?? 404]);
      }
    }
  });

  it('every explanation is at an earlier revision what it was then', async () => {
    for (const copy of copies) {
      for (const [path, found] of copy.explanations) {
        expect([copy.revision, path, await at(path, copy)]).toEqual([copy.revision, path, found]);
      }
    }
  });

  it('a policy that is restored is what it was', async () => {
    const random = randomOf(seed);
    const content = ({ name, effect, permissions, description }: any): any => ({
      name,
      effect,
      permissions,
      description,
    });
    let restored = 0;
    for (let trial = 0; trial < 30; trial++) {
      const copy = copies[random(copies.length)] as Copy;
      const policies = [...copy.objects].filter(([id]) => id.startsWith('policies/'));
      const [id, was] = policies[random(policies.length)] as [string, any];
      const { status, body } = await team.alice.post(`${team.path}/${id}/restore`, { revision: copy.revision });
      // A name may have been taken since; a built-in, or a role's own policy, is not restored by itself.
      expect([200, 409]).toContain(status);
      if (status !== 200) continue;
      restored++;
      expect(content(body)).toEqual(content(was));
    }
    expect(restored).toBeGreaterThan(3);
  });
});
