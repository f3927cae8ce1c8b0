import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PermissionSchema } from '@castellan/core';
import { stringify } from 'yaml';
import { loadConfig } from '../../apps/server/src/config';
import { schemaFile } from '../../apps/server/src/schema-file';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { temporaryFolder } from '../support/temporary-folder';

const read = { label: 'Read' };
const rockets = {
  label: 'Rockets',
  scope: 'workspace',
  listable: true,
  actions: { read, launch: { label: 'Launch' } },
};
const FILE = {
  types: {
    rockets,
    pads: {
      label: 'Pads',
      description: 'Where they stand',
      scope: 'org',
      parent: 'workspaces',
      actions: { read, own: { label: 'Own', implies: ['read'], explicit: true, description: 'Be the owner' } },
    },
  },
  policies: [{ id: 'pol-pilot', name: 'Pilot', effect: 'allow', permissions: ['rockets:launch', 'pads:*:read'] }],
  roles: [{ id: 'rl-pilot', name: 'Pilot', description: 'Flies', policies: ['pol-pilot', 'pol-admin'] }],
};

const folder = temporaryFolder();
afterAll(() => folder.remove());

let files = 0;
const written = (text: string, ending = 'yaml'): string => {
  const file = join(folder.path, `schema-${files++}.${ending}`);
  writeFileSync(file, text);
  return file;
};

/** The schema of a file that is accepted. */
function schemaOf(file: string): PermissionSchema {
  const read = schemaFile(file);
  if ('mistake' in read) throw new Error(read.mistake);
  return read.value;
}

/** The lines of mistakes of a file that is refused. */
function mistakesOf(text: string): string[] {
  const read = schemaFile(written(text));
  if ('value' in read) throw new Error('The file is accepted');
  const [first, ...mistakes] = read.mistake.split('\n    ');
  expect(first).toMatch(/^\/.*\.yaml is not valid:$/);
  return mistakes;
}

const changed = (change: (file: any) => void): string => {
  const file = JSON.parse(JSON.stringify(FILE));
  change(file);
  return stringify(file);
};

describe('a schema file', () => {
  it('is read as YAML and as JSON, and the same', () => {
    const [yaml, json] = [written(stringify(FILE)), written(JSON.stringify(FILE, null, 2), 'json')].map(schemaOf);
    for (const part of ['types', 'policies', 'roles'] as const) expect(yaml?.[part]).toEqual(json?.[part]);
    expect(yaml?.types.get('rockets')).toEqual(rockets);
    expect(yaml?.roles.map(({ id }) => id)).toEqual(['rl-admin', 'rl-pilot']);
    expect(['policies', 'members', 'audit', 'orgs'].every((type) => yaml?.types.has(type))).toBe(true);
  });

  it('has a name and a version, valid as in defineSchema', () => {
    expect(schemaOf(written('name: billing\nversion: 3\ntypes: {}'))).toMatchObject({ name: 'billing', version: 3 });
    expect(schemaOf(written('{"types": {}}', 'json'))).toMatchObject({ name: 'default', version: 1 });
    expect(mistakesOf('name: Billing\nversion: 0\ntypes: {}')).toEqual([
      '- name: not a name ([a-z][a-z0-9_-]*, at most 64)',
      '- version: not an integer from 1 to 2147483647',
    ]);
  });

  it('may declare types alone, or none', () => {
    expect(schemaOf(written(stringify({ types: {} }))).types.has('policies')).toBe(true);
  });

  it('is refused when it is not there, naming it', () => {
    const mistake = '/nonexistent/schema.yaml cannot be read (ENOENT): name a file that can be read';
    expect(schemaFile('/nonexistent/schema.yaml')).toEqual({ mistake });
  });

  it.each([
    ['', ['- / must be object']],
    ['[]', ['- / must be object']],
    ['text', ['- / must be object']],
    ['{}', ["- / must have required property 'types'"]],
    ['types: []', ['- /types must be object']],
  ])('is refused as %j', (text, mistakes) => expect(mistakesOf(text)).toEqual(mistakes));

  it.each([
    ['types: {', /^- Flow map .* at line 1, column 9$/],
    ['a: 1\na: 2', /^- Map keys must be unique at line 2, column 1$/],
    ['{"types": {}, "types": {}}', /^- Map keys must be unique at line 1, column 15$/],
    ['types: {}\n---\ntypes: {}', /^- Source contains multiple documents.* at line 2, column 1$/],
    ['types: &a {b: *a}', /^- \/types\/b must have required property/],
  ])('is refused as the text %j', (text, mistake) => {
    expect(mistakesOf(text)).toContainEqual(expect.stringMatching(mistake));
  });

  it('is told every mistake in its shape at once, unknown keys too', () => {
    const text = changed((file) => {
      file.versions = 1;
      file.version = '1';
      file.name = 7;
      file.types.rockets.scope = 'planet';
      file.types.rockets.colour = 'red';
      file.types.rockets.actions.launch.implies = 'read';
      delete file.types.pads.label;
      file.types.pads.listable = 'yes';
      file.types.pads.actions.read.hidden = true;
      file.policies[0].condition = {};
      file.policies[0].effect = 'maybe';
      delete file.roles[0].policies;
    });
    expect(mistakesOf(text).sort()).toEqual(
      [
        '- / must NOT have additional properties ("versions")',
        '- /version must be integer',
        '- /name must be string',
        '- /types/rockets must NOT have additional properties ("colour")',
        '- /types/rockets/scope must be equal to one of the allowed values',
        '- /types/rockets/actions/launch/implies must be array',
        "- /types/pads must have required property 'label'",
        '- /types/pads/listable must be boolean',
        '- /types/pads/actions/read must NOT have additional properties ("hidden")',
        '- /policies/0 must NOT have additional properties ("condition")',
        '- /policies/0/effect must be equal to one of the allowed values',
        "- /roles/0 must have required property 'policies'",
      ].sort(),
    );
  });

  it('is told every mistake in what it says at once', () => {
    const text = changed((file) => {
      file.types.Rockets = rockets;
      file.types.policies = rockets;
      file.types.constructor = { label: 'x', scope: 'org', actions: {} };
      file.types.pads.parent = 'moons';
      file.types.rockets.parent = 'pads';
      file.types.rockets.actions.launch.implies = ['fly'];
      file.types.rockets.actions['re*'] = read;
      file.policies[0].permissions = ['rockets:fly', 'moons:*:read', 'x', 'rockets:moons/1:read', 'prototype:*:read'];
      file.policies.push({ ...file.policies[0], permissions: [] }, { id: 'pol-admin', name: 'A', permissions: [] });
      file.roles[0].policies = ['pol-none'];
      file.roles.push({ id: 'pilot', name: 'P', policies: [] });
    });
    expect(mistakesOf(text).map(withoutAdvice).sort()).toEqual(
      [
        '- types.Rockets: not a name ([a-z][a-z0-9_-]*, at most 64)',
        "- types.policies: reserved for Castellan's own",
        '- types.constructor.actions: 1 to 64',
        '- types.pads.parent: unknown type "moons"',
        '- types.rockets.parent: a type with scope "workspace" has the parent "workspaces"',
        '- types.rockets.actions.launch.implies: unknown action "fly"',
        '- types.rockets.actions.re*: not a name ([a-z][a-z0-9_-]*, at most 64)',
        '- policies.pol-pilot: "rockets:fly": unknown action "fly" of "rockets"',
        '- policies.pol-pilot: "moons:*:read": unknown resource type "moons"',
        '- policies.pol-pilot: "x": expected "type:scope:action" or "type:action" at position 1',
        '- policies.pol-pilot: "rockets:moons/1:read": unknown resource type "moons" in the scope',
        '- policies.pol-pilot: "prototype:*:read": unknown resource type "prototype"',
        '- policies.pol-pilot: the id is taken or reserved',
        '- policies.pol-admin: the id is taken or reserved',
        '- roles.rl-pilot.policies: unknown policy "pol-none"',
        '- roles.pilot: the id is not "rl-" and a name',
      ].sort(),
    );
  });

  it.each(['constructor', 'valueof'])('is refused a permission of the type “%s” that nobody declared', (type) => {
    const text = changed((file) => (file.policies[0].permissions = [`${type}:*:read`]));
    expect(mistakesOf(text)).toEqual([
      expect.stringContaining(`- policies.pol-pilot: "${type}:*:read": unknown resource type "${type}"`),
    ]);
  });

  it('is refused types that contain each other', () => {
    const text = changed((file) => {
      file.types.a = { label: 'A', scope: 'org', parent: 'b', actions: { read } };
      file.types.b = { label: 'B', scope: 'org', parent: 'a', actions: { read } };
    });
    expect(mistakesOf(text)).toEqual([
      '- types.a.parent: a type cannot contain itself',
      '- types.b.parent: a type cannot contain itself',
    ]);
  });
});

/** A mistake without what would have been valid. */
const withoutAdvice = (mistake: string): string =>
  mistake.replace(/: (?:the order is|the types are|its actions are) .*$/, '');

describe('a service with a schema file', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { schema: schemaOf(written(stringify(FILE))) } });
  });
  afterAll(() => server.close());

  it('shows that schema', async () => {
    const team = await givenTeam(server);
    const { types } = (await team.alice.get(`${team.path}/permissions/schema`).expect(200)).body;
    expect(types.map(({ name }: any) => name)).toEqual(expect.arrayContaining(['rockets', 'pads', 'policies']));
    expect(types.map(({ name }: any) => name)).not.toContain('apps');
    expect(types.find(({ name }: any) => name === 'pads').actions).toEqual([
      { name: 'read', label: 'Read', description: null, implies: [], explicit: false },
      { name: 'own', label: 'Own', description: 'Be the owner', implies: ['read'], explicit: true },
    ]);
  });

  it('holds policies to it', async () => {
    const team = await givenTeam(server);
    const post = (permissions: string[]): any => team.alice.post(`${team.path}/policies`, { name: 'One', permissions });
    const { body } = await post(['apps:read', 'rockets:fly']).expect(422);
    expect(body.detail.map(({ loc, ctx }: any) => [loc.at(-1), ctx.reason])).toEqual([
      [0, expect.stringContaining('unknown resource type "apps"')],
      [1, 'unknown action "fly" of "rockets": its actions are read, launch'],
    ]);
    expect((await post(['rockets:launch', 'policies:read']).expect(201)).body.permissions).toHaveLength(2);
  });

  it('holds the registry to it', async () => {
    const team = await givenTeam(server);
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: 'ws-1', name: 'One' }).expect(201);
    const put = (type: string): any =>
      team.alice.put(`${team.path}/resources/${type}/r-1`, { name: 'One', workspace_id: 'ws-1' });
    await put('apps').expect(422);
    await put('pads').expect(422);
    await put('rockets').expect(201);
  });

  it('has its built-ins, and none of the default ones', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.get(`${team.path}/roles`).expect(200);
    expect(body.roles.map(({ role_id, policy_ids }: any) => [role_id, policy_ids])).toEqual([
      ['rl-admin', ['pol-admin']],
      ['rl-pilot', ['pol-pilot', 'pol-admin']],
    ]);
    const { permissions } = (await team.alice.get(`${team.path}/policies/pol-pilot`).expect(200)).body;
    expect(permissions).toEqual(['rockets:*:launch', 'pads:*:read']);
  });

  it('does not start with a file that is wrong, and opens no database for it', () => {
    const file = written('types: {}\nsurprise: 1');
    const dataDir = join(folder.path, 'data');
    const env = { JWT_SECRET: 'x'.repeat(32), DATA_DIR: dataDir, SCHEMA_FILE: file };
    expect(() => loadConfig(env)).toThrow(`SCHEMA_FILE ${file} is not valid`);
    expect(existsSync(dataDir)).toBe(false);
  });
});
