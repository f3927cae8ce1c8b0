import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { defaultSchema, defineSchema, type PermissionSchema } from '@castellan/core';
import { CastellanOptions } from '../../libs/nest/src/access/castellan.options';
import { Changes } from '../../libs/nest/src/changes/changes';
import { PoliciesService } from '../../libs/nest/src/policies/policies.service';
import { BuiltinsRepository } from '../../libs/nest/src/schema/builtins.repository';
import { BuiltinsService } from '../../libs/nest/src/schema/builtins.service';
import { RetiredGrantsRepository } from '../../libs/nest/src/schema/retired-grants.repository';
import { RetiredGrantsService } from '../../libs/nest/src/schema/retired-grants.service';
import { RetiredScopesRepository } from '../../libs/nest/src/schema/retired-scopes.repository';
import { RetiredScopesService } from '../../libs/nest/src/schema/retired-scopes.service';
import { MembershipsService } from '../../libs/nest/src/assignments/memberships.service';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { History } from './history';
import { replay, type State } from './replay';
import { stored } from './stored';

const SEED = Number(process.env['CASTELLAN_SEED'] ?? randomInt(2 ** 31));

/** Kinds of entries without which the state is another one: what was deleted never comes back. */
const NEEDED = ['org.create', 'policy.delete', 'role.delete', 'resource.delete', 'workspace.delete'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A state without the assignments that have expired: they count no more, and are swept away when their member is written. */
function live({ members, ...state }: State): State {
  const now = new Date().toISOString();
  const holding = [...members].map(([id, member]): [string, any] => [
    id,
    {
      ...member,
      assignments: member.assignments.filter(({ expires_at }: any) => expires_at === null || expires_at > now),
    },
  ]);
  return { ...state, members: new Map(holding) };
}

async function expectSame(team: Team): Promise<void> {
  // Past the last expiry that may lie between the two readings.
  await sleep(1_600);
  const said = live(replay(await team.audit()));
  expect(said).toEqual(live(await stored(server.dataSource, team.orgId)));
}

/** The upkeep of a start with another schema. */
function upkeep(schema: PermissionSchema): Promise<void> {
  const { app } = server.running;
  const options = Object.assign(new CastellanOptions(), { schema });
  const memberships = app.get(MembershipsService, { strict: false });
  const scopes = new RetiredScopesService(app.get(RetiredScopesRepository), memberships, options);
  const retired = new RetiredGrantsService(app.get(RetiredGrantsRepository), app.get(PoliciesService), scopes, options);
  return new BuiltinsService(app.get(BuiltinsRepository), app.get(Changes), retired, options).upkeep({ retire: true });
}

describe(`the audit log, replayed (seed ${SEED})`, () => {
  it('gives the present state of an organisation, whatever was done to it', async () => {
    const team = await givenTeam(server);
    const history = new History(server, team, SEED);
    for (let part = 0; part < 3; part++) {
      await history.go(280);
      await expectSame(team);
    }
    const done = [...history.done.values()].reduce((sum, count) => sum + count, 0);
    expect(done).toBeGreaterThan(500);
    expect([...history.done.keys()].sort()).toEqual(history.deedNames);

    const entries = await team.audit();
    const now = live(await stored(server.dataSource, team.orgId));
    for (const left of NEEDED) {
      const said = live(replay(entries.filter(({ action }) => action !== left)));
      expect([left, isDeepStrictEqual(said, now)]).toEqual([left, false]);
    }
    expect(isDeepStrictEqual(live(replay(entries)), now)).toBe(true);

    await upkeep(other);
    await expectSame(team);
    await history.go(30);
    await upkeep(defaultSchema);
    await server.as(OPERATOR).post(`/v1/orgs/${team.orgId}/recovery`, { user_id: 'user-1' });
    await expectSame(team);
  }, 600_000);
});

/** A schema without tools and workspaces' endpoints, and with other built-ins. */
const other = defineSchema({
  version: 2,
  types: {
    apps: { label: 'Apps', scope: 'workspace', listable: true, actions: { read: { label: 'Read' } } },
    models: { label: 'Models', scope: 'org', listable: true, actions: { read: { label: 'Read' } } },
  },
  policies: [
    { id: 'pol-viewer', name: 'Looking', permissions: ['models:read', 'apps:read'] },
    { id: 'pol-new', name: 'New', effect: 'deny', permissions: ['models:read'] },
  ],
  roles: [{ id: 'rl-viewer', name: 'Looker', description: 'Looks', policies: ['pol-new', 'pol-viewer'] }],
});
