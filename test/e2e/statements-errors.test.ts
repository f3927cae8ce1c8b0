import { defaultSchema } from '@castellan/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'supertest';
import { errorBody } from '../../libs/nest/src/errors/error-body';
import { failureOfStatus } from '../../libs/nest/src/errors/failure';
import { statementsErrorBody } from '../../libs/nest/src/errors/error-body';
import { AnswerChecker, readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const checker = new AnswerChecker(readContract('organizations-roles'));
const ROLES = '/organizations/{organizationId}/roles';

let server: TestServer;
let team: Team;
let roleId: string;
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  await team.member('bob');
  const sent = { name: 'Own', policies: [{ resources: ['apps'], actions: ['read'], effect: 'allow' }] };
  roleId = (await team.alice.post(at(), sent).expect(200)).body.data.id;
  await team.alice.post(at(), { ...sent, name: 'Taken' }).expect(200);
});
afterAll(() => server.close());

const at = (id = ''): string => `/organizations/${team.orgId}/roles${id === '' ? '' : `/${id}`}`;

const UNAUTHENTICATED = {
  error: 'Unauthenticated',
  message: 'Authentication is required and has failed or has not yet been provided.',
};
const FORBIDDEN = {
  error: 'Forbidden',
  message: expect.stringMatching(
    /^Access to the requested resource is forbidden\. It requires roles:[a-z]+\. None of your roles/,
  ),
};
const NOT_FOUND = { error: 'ResourceNotFound', message: 'The requested resource was not found' };
const TOO_LARGE = { error: 'PayloadTooLarge', message: 'The body has more than 262144 bytes' };
const CHANGED = { error: 'PreconditionFailed', message: 'The resource has changed since it was read' };
const UNSUPPORTED = { error: 'UnsupportedMediaType', message: 'The body must be declared as application/json' };
const conflict = (message: string): object => ({ error: 'Conflict', message });
const NAME_TAKEN = conflict('Another role has this name');
const BUILTIN = conflict(
  'Built-in roles cannot be changed or deleted; only their SSO groups and their default flag can be set',
);
const wrong = (...mistakes: string[]): object => ({
  error: 'ValidationError',
  message: `Input data validation failed: ${mistakes.join('; ')}`,
});

interface Draft {
  user: string | null;
  id: string;
  body?: object;
  type: string;
  padding: string;
  ifMatch?: string;
}
type Wrong = readonly [status: number, body: object, make: (draft: Draft) => void];

const caller: Wrong[] = [
  [401, UNAUTHENTICATED, (draft) => (draft.user = null)],
  [403, FORBIDDEN, (draft) => (draft.user = 'bob')],
];
const noRole: Wrong = [404, NOT_FOUND, (draft) => (draft.id = 'rl-none')];
const body: Wrong[] = [
  [415, UNSUPPORTED, (draft) => (draft.type = 'text/plain')],
  [413, TOO_LARGE, (draft) => (draft.padding = ' '.repeat(300_000))],
  [422, wrong('surprise: Extra inputs are not permitted'), (d) => (d.body = { ...d.body, surprise: 1 })],
];
const stale: Wrong = [412, CHANGED, (draft) => (draft.ifMatch = '"stale"')];
const nameTaken: Wrong = [409, NAME_TAKEN, (draft) => (draft.body = { ...draft.body, name: 'TAKEN' })];
const builtin: Wrong = [409, BUILTIN, (draft) => (draft.id = 'rl-viewer')];

const rows: Array<[method: 'get' | 'post' | 'put' | 'delete', path: string, sent: object | undefined, Wrong[]]> = [
  ['get', ROLES, undefined, caller],
  ['get', `${ROLES}/{roleId}`, undefined, [...caller, noRole]],
  ['post', ROLES, { name: 'New', policies: [] }, [...caller, ...body, nameTaken]],
  ['put', `${ROLES}/{roleId}`, { description: 'New' }, [...caller, noRole, ...body, stale, nameTaken]],
  ['put', `${ROLES}/{roleId}`, { description: 'New' }, [...caller, noRole, ...body, stale, builtin]],
  ['delete', `${ROLES}/{roleId}`, undefined, [...caller, noRole, stale, builtin]],
];

describe('a request that is wrong in several ways', () => {
  it.each(rows)('to %s %s is answered the first, exactly', async (method, path, sent, wrongs) => {
    const send = async (left: readonly Wrong[]): Promise<Response> => {
      const draft: Draft = { user: 'alice', id: roleId, body: sent, type: 'application/json', padding: '' };
      for (const [, , make] of left.toReversed()) make(draft);
      const client = draft.user === null ? server.anonymous : server.as(draft.user);
      const test = client[method](at(path.endsWith('}') ? draft.id : ''));
      if (draft.ifMatch !== undefined) test.set('If-Match', draft.ifMatch);
      if (draft.body === undefined) return test;
      return test.set('Content-Type', draft.type).send(JSON.stringify(draft.body) + draft.padding);
    };
    const revision = await team.revision();
    for (const [index, [status, expected]] of wrongs.entries()) {
      const answer = await send(wrongs.slice(index));
      expect([answer.status, answer.body]).toEqual([status, expected]);
      expect(checker.problems(`${method.toUpperCase()} ${path}`, status, answer.body)).toEqual([]);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    }
    expect(await team.revision()).toBe(revision);
    if (method !== 'delete') expect((await send([])).status).toBe(200);
  });
});

describe('a body', () => {
  const statement = { resources: ['apps'], actions: ['read'], effect: 'allow' };
  const many = Array.from({ length: 1_001 }, (_, i) => `apps:a-${i}`);
  const spelling = 'is not "*", "type" or "type:scope" in canonical spelling';
  const action = 'is not a name ([a-z][a-z0-9_-]*, at most 64) or "*"';
  const list = 'Input should be a valid list';
  const cut = (text: string): string => (text.length > 256 ? `${text.slice(0, 256)}…` : text);

  it.each<[unknown, string]>([
    ['text', `policies: ${list}`],
    [null, `policies: ${list}`],
    [['text'], 'policies[0]: Input should be a valid dictionary or object to extract fields from'],
    [
      [statement, {}],
      'policies[1].resources: Field required; policies[1].actions: Field required; policies[1].effect: Field required',
    ],
    [[{ ...statement, more: 1 }], 'policies[0].more: Extra inputs are not permitted'],
    [[{ ...statement, resources: [] }], 'policies[0].resources: must not be empty'],
    [[{ ...statement, actions: [] }], 'policies[0].actions: must not be empty'],
    [[{ ...statement, actions: 'read' }], `policies[0].actions: ${list}`],
    [[{ ...statement, resources: [1] }], 'policies[0].resources[0]: Input should be a valid string'],
    [[{ ...statement, effect: 'Allow' }], 'policies[0].effect: must be one of: allow, deny'],
    [[{ ...statement, effect: null }], 'policies[0].effect: must be one of: allow, deny'],
    ...['', ':', 'apps:', 'Apps', 'apps:ws-1:read', 'apps:*:read', 'apps:a/b/c', 'apps:a b', 'apps:$x', 'apps:%61'].map(
      (text): [unknown, string] => [
        [{ ...statement, resources: ['apps', text] }],
        `policies[0].resources[1]: ${spelling}`,
      ],
    ),
    ...['', 'Read', 're*', 'apps:read', 'x'.repeat(65), 'read '].map((text): [unknown, string] => [
      [{ ...statement, actions: [text] }],
      `policies[0].actions[0]: ${action}`,
    ]),
    [
      [{ ...statement, resources: ['apps', 'models'], actions: ['read', 'delete'] }],
      'policies[0]: "models" with "delete": unknown action "delete" of "models": its actions are read, write, manage',
    ],
    [
      [statement, { ...statement, resources: ['planes', 'apps:ships/x', '*'], actions: ['fly'] }],
      [
        `policies[1]: ${cut(`"planes" with "fly": ${defaultSchema.adviceOn('planes:fly')}`)}`,
        `policies[1]: ${cut(`"apps:ships/x" with "fly": ${defaultSchema.adviceOn('apps:ships/x:fly')}`)}`,
        `policies[1]: "*" with "fly": ${defaultSchema.adviceOn('*:fly')}`,
      ].join('; '),
    ],
    [
      [{ ...statement, resources: ['apps:$self'] }],
      'policies[0]: "apps:$self" with "read": "apps:$self:read" reaches nothing: "$self" is for the types members and keys',
    ],
    [
      [{ ...statement, resources: many.slice(1) }, statement, { ...statement, effect: 1 }],
      'policies[2].effect: must be one of: allow, deny',
    ],
    [[{ ...statement, resources: many }], 'policies[0].resources: must have at most 1000 items'],
    [
      [{ ...statement, resources: many.slice(0, 501), actions: ['read', 'write'] }],
      'policies[0]: stands for more than 1000 permissions',
    ],
    [Array.from({ length: 101 }, () => statement), 'policies: must have at most 100 items'],
  ])('is refused the policies %j', async (policies, mistakes) => {
    const post = await team.alice.post(at(), { name: 'Wrong', policies }).expect(422);
    expect(post.body).toEqual(wrong(mistakes));
    expect((await team.alice.put(at(roleId), { policies }).expect(422)).body).toEqual(post.body);
  });

  it.each<[object, string]>([
    [{}, 'name: Field required; policies: Field required'],
    [{ name: ' ', policies: [] }, 'name: must not be blank'],
    [{ name: 1, policies: [] }, 'name: Input should be a valid string'],
    [
      { name: 'x', description: 'x'.repeat(1025), policies: [] },
      'description: String should have at most 1024 characters',
    ],
    [
      { name: 'x', policies: [], policy_ids: [], is_default: true },
      'policy_ids: Extra inputs are not permitted; is_default: Extra inputs are not permitted',
    ],
  ])('%j is refused', async (sent, mistakes) => {
    expect((await team.alice.post(at(), sent).expect(422)).body).toEqual(wrong(mistakes));
  });

  it.each([
    ['', 'body: Field required'],
    ['{', 'body[1]: Expecting property name enclosed in double quotes'],
    ['[]', 'body: Input should be a valid dictionary or object to extract fields from'],
    ['{"name":"a","name":"b"}', expect.stringMatching(/^Input data validation failed: body\[\d+\]: /)],
  ])('%j is refused', async (text, message) => {
    const { body } = await team.alice.post(at()).set('Content-Type', 'application/json').send(text).expect(422);
    expect(body).toEqual(typeof message === 'string' ? wrong(message) : { error: 'ValidationError', message });
  });

  it('is answered in few words, however many its mistakes', async () => {
    const extras = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`${'x'.repeat(200)}${i}`, 1]));
    const policies = Array.from({ length: 100 }, () => ({
      ...statement,
      actions: ['a', 'b', 'c'].map((c) => c.repeat(64)),
    }));
    for (const sent of [
      { name: 'x', policies: [], ...extras },
      { name: 'x', policies },
    ]) {
      const { body } = await team.alice.post(at(), sent).expect(422);
      expect(body).toEqual({ error: 'ValidationError', message: expect.stringMatching(/; and \d+ more$/) });
      expect(body.message.length).toBeLessThan(12_000);
    }
  });
});

describe('the query of the list', () => {
  it.each([
    ['maxResults=9', 'maxResults: Input should be greater than or equal to 10'],
    ['maxResults=101', 'maxResults: Input should be less than or equal to 100'],
    ['maxResults=x', 'maxResults: Input should be a valid integer, unable to parse string as an integer'],
    ['maxResults=10&maxResults=10', 'maxResults: given more than once'],
    ['limit=10', 'limit: Extra inputs are not permitted'],
    ['nextToken=', 'nextToken: String should have at least 1 character'],
    ['nextToken=x', 'nextToken: not a token of this list'],
    [`nextToken=${'x'.repeat(2049)}`, 'nextToken: String should have at most 2048 characters'],
  ])('is refused %s', async (query, mistake) => {
    expect((await team.alice.get(`${at()}?${query}`).expect(422)).body).toEqual(wrong(mistake));
  });

  it('takes no token of another organisation or list, and face 1 none of this', async () => {
    const other = await givenTeam(server);
    for (let i = 0; i < 8; i++) {
      for (const { orgId } of [team, other]) {
        await team.alice.post(`/organizations/${orgId}/roles`, { name: `Page ${i}`, policies: [] }).expect(200);
      }
    }
    const token = (await team.alice.get(`${at()}?maxResults=10`).expect(200)).body.nextToken;
    const cursor = (await team.alice.get(`${team.path}/roles?limit=1`).expect(200)).body.next_cursor;
    const foreign = (await other.alice.get(`/organizations/${other.orgId}/roles?maxResults=10`)).body.nextToken;
    await team.alice.get(`${at()}?nextToken=${token}`).expect(200);
    for (const bad of [cursor, foreign, `${token}A`]) {
      const { body } = await team.alice.get(`${at()}?nextToken=${bad}`).expect(422);
      expect(body).toEqual(wrong('nextToken: not a token of this list'));
    }
    await team.alice.get(`${team.path}/roles?cursor=${token}`).expect(422);
  });
});

describe('what fails before any route', () => {
  const UNREADABLE = { error: 'BadRequest', message: 'The request cannot be read' };

  it.each<[string, number, object]>([
    ['/organizations', 404, NOT_FOUND],
    ['/organizations?x=1', 404, NOT_FOUND],
    ['/organizations/acme/members', 404, NOT_FOUND],
    ['/organizations/acme/roles/x/y', 404, NOT_FOUND],
    ['/organizations//roles', 404, NOT_FOUND],
    ['/organizations/%zz/roles', 400, UNREADABLE],
    [`/organizations/acme/roles/${'x'.repeat(1025)}`, 414, { error: 'UriTooLong', message: 'The address is too long' }],
  ])('%s has the form of face 2', async (path, status, expected) => {
    for (const client of [server.anonymous, server.as('alice')]) {
      const answer = await client.get(path);
      expect([answer.status, answer.body]).toEqual([status, expected]);
    }
  });

  it('a method that is not allowed has it too', async () => {
    const answer = await server.anonymous.delete(at());
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    expect(answer.body).toEqual({ error: 'MethodNotAllowed', message: 'The method is not allowed here' });
  });

  it('so has a body over the size of all', async () => {
    const answer = await team.alice.post(at(), { name: 'x'.repeat(2_000_000) });
    expect([answer.status, answer.body]).toEqual([413, { error: 'PayloadTooLarge', message: expect.any(String) }]);
  });

  it.each(['/v1/orgs/organizations/iam/nothing', '/organizationsx', '/x/organizations/acme/roles'])(
    '%s does not',
    async (path) => {
      expect((await server.anonymous.get(path).expect(404)).body).toHaveProperty('status_code', 404);
    },
  );
});

it('is known by its parameter, whatever a host puts before its path', () => {
  const faced = (url: string, params: unknown): object => errorBody(failureOfStatus(404), { url, params });
  const path = '/api/organizations/acme/roles';
  expect(faced(path, Object.assign(Object.create(null), { organizationId: 'acme' }))).toEqual(NOT_FOUND);
  for (const params of [{}, null, undefined, { org_id: 'acme' }]) {
    expect(faced(path, params)).toHaveProperty('status_code', 404);
  }
});

it('is documented under its names', () => {
  const text = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');
  const section = text.split('\n## The Roles API\n')[1]?.split('\n## ')[0] ?? '';
  const listed = [...section.matchAll(/^\| (\d+) +\| `(\w+)` +\|/gm)].map(([, status, name]) => [Number(status), name]);
  const name = (status: number): string =>
    (statementsErrorBody({ ...failureOfStatus(500), status }) as { error: string }).error;
  const known = Array.from({ length: 200 }, (_, i) => 400 + i).filter((s) => s === 500 || name(s) !== name(500));
  expect(listed).toEqual(known.map((status) => [status, name(status)]));
});
