import { defaultSchema, defineSchema, type SchemaDeclaration } from '@castellan/core';
import { FoundingService } from '@castellan/nest/admin';
import { Logger } from '@nestjs/common';
import { schemaHash } from '../../libs/nest/src/schema/schema-hash';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const read = { label: 'Read' };
const older: SchemaDeclaration = {
  name: 'billing',
  version: 2,
  types: { apps: { label: 'Apps', scope: 'org', actions: { read } } },
  policies: [{ id: 'pol-reader', name: 'Reader', permissions: ['apps:read'] }],
  roles: [{ id: 'rl-reader', name: 'Reader', policies: ['pol-reader'] }],
};
const newer: SchemaDeclaration = {
  ...older,
  version: 3,
  types: { ...older.types, bills: { label: 'Bills', scope: 'org', actions: { read, pay: { label: 'Pay' } } } },
  policies: [{ id: 'pol-reader', name: 'Reader', permissions: ['apps:read', 'bills:read'] }],
  roles: [...older.roles!, { id: 'rl-payer', name: 'Payer', policies: ['pol-reader'] }],
};

let database: TestDatabase;
const servers: TestServer[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await database.close();
});

/** One more instance over the database of the test. */
async function start(declaration: SchemaDeclaration): Promise<TestServer> {
  const shared: TestDatabase = { target: database.target, close: async () => undefined };
  const server = await startTestServer({ schema: defineSchema(declaration), database: shared });
  servers.push(server);
  return server;
}

const builtins = async ({ alice, path }: Team): Promise<unknown> => [
  (await alice.get(`${path}/roles`).expect(200)).body.roles.map((role: any) => [role.role_id, role.policy_ids]),
  (await alice.get(`${path}/policies/pol-reader`).expect(200)).body.permissions,
];
const OLDER = [[['rl-admin', ['pol-admin']], ['rl-reader', ['pol-reader']]], ['apps:*:read']]; // prettier-ignore
const NEWER = [
  [['rl-admin', ['pol-admin']], ['rl-payer', ['pol-reader']], ['rl-reader', ['pol-reader']]], // prettier-ignore
  ['apps:*:read', 'bills:*:read'],
];

const installed = ({ dataSource }: TestServer): Promise<unknown> =>
  dataSource.query('select name, version, hash from castellan.permission_schema');
const versionOf = ({ name, version, ...declaration }: SchemaDeclaration): object => ({
  name,
  version,
  hash: schemaHash(defineSchema(declaration)),
});
const updates = async (team: Team): Promise<number> =>
  (await team.audit()).filter(({ action }) => action === 'schema.update').length;

describe('instances with an older and a newer schema', () => {
  it('keep the built-ins of the newer, whichever starts last', async () => {
    const team = await givenTeam(await start(older));
    await team.member('bob', 'rl-reader');
    expect(await builtins(team)).toEqual(OLDER);
    await start(newer);
    expect([await builtins(team), await updates(team)]).toEqual([NEWER, 1]);
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const last = await start(older);
    const told = warned.mock.calls
      .map(([message]) => String(message))
      .filter((text) => text.startsWith('schema-older'));
    warned.mockRestore();
    expect(told).toEqual([expect.stringMatching(/version 2 .*"billing", and version 3 is installed/)]);
    await start(newer);
    expect([await builtins(team), await updates(team)]).toEqual([NEWER, 1]);
    expect(await installed(last)).toEqual([versionOf(newer)]);
    const check = { user_id: 'bob', permission: 'apps:read' };
    const { body } = await last.as('alice').post(`${team.path}/check`, check).expect(200);
    expect(body.allowed).toBe(true);
  });

  it('found organisations with the built-ins of the newer, also the older', async () => {
    const first = await start(older);
    const second = await start(newer);
    const [one, other] = [await givenTeam(first), await givenTeam(second)];
    expect([await builtins(one), await builtins(other)]).toEqual([NEWER, NEWER]);
    await start(newer);
    expect([await updates(one), await updates(other)]).toEqual([0, 0]);
  });

  it('that start together end with the newer', async () => {
    const team = await givenTeam(await start({ ...older, version: 1 }));
    await Promise.all([older, newer, older, newer].map(start));
    expect([await builtins(team), await installed(servers[0] as TestServer)]).toEqual([NEWER, [versionOf(newer)]]);
  });
});

describe('a start with another schema', () => {
  it('is refused when its version is the same, and told to raise it', async () => {
    const team = await givenTeam(await start(older));
    await expect(start({ ...newer, version: 2 })).rejects.toThrow(/"billing".* version is 2 .*`version` to 3 or more/s);
    expect([await builtins(team), await updates(team)]).toEqual([OLDER, 0]);
  });

  it('is refused when its name is another, and told of castellanSchema', async () => {
    const server = await start(older);
    for (const version of [1, 2, 3]) {
      const starting = start({ ...older, name: 'crm-one', version });
      await expect(starting).rejects.toThrow(/"crm-one".*"billing".*castellanSchema: 'castellan_crm_one'/s);
    }
    expect(await installed(server)).toEqual([versionOf(older)]);
  });

  it('is refused the founding of an organisation too, before it has started', async () => {
    const server = await start(older);
    const founding = server.running.app.get(FoundingService);
    await server.dataSource.query(`update castellan.permission_schema set name = 'crm'`);
    await expect(founding.bootstrap({ org: 'acme', admin: 'alice' })).rejects.toThrow('castellanSchema');
  });

  it('claims a database that has no version, and brings its built-ins up to date', async () => {
    const server = await start(older);
    const team = await givenTeam(server);
    await server.dataSource.query('delete from castellan.permission_schema');
    await server.dataSource.query(`update castellan.organisation_state set schema_hash = 'as it was'`);
    await start({ ...newer, version: 1 });
    expect([await builtins(team), await updates(team)]).toEqual([NEWER, 1]);
    expect(await installed(server)).toEqual([versionOf({ ...newer, version: 1 })]);
  });
});

describe('the version of a schema', () => {
  it('is that of a schema named default when it is not declared', () => {
    expect(defineSchema({ types: {} })).toMatchObject({ name: 'default', version: 1 });
  });

  it.each([
    [{ name: 'Billing' }, ['name: not a name']],
    [{ name: '' }, ['name: not a name']],
    [{ version: 0 }, ['version: not an integer']],
    [{ version: 1.5, name: 7 }, ['name: not a name', 'version: not an integer']],
    [{ version: 2 ** 31 }, ['version: not an integer']],
    [{ version: '3' }, ['version: not an integer']],
  ])('and its name are valid, or all mistakes are listed: %j', (given, problems) => {
    const declare = (): unknown => defineSchema({ ...older, ...given } as SchemaDeclaration);
    for (const problem of problems) expect(declare).toThrow(problem);
  });

  it('is raised with the schema of a service without a file', () => {
    // When this fails, raise the version of `defaultSchema`, then write its new hash here.
    expect([defaultSchema.version, schemaHash(defaultSchema)]).toEqual([
      1,
      'babb85bc9595eeffea825f770910ae3a3096a9cd215dc9933c8446398a607222',
    ]);
  });
});
