import * as fc from 'fast-check';
import type { Response } from 'supertest';
import { jsonValue } from '../http/json-text';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { envelope, notFound } from './answers';
import { fill, makeSamples, ROUTES, type RouteRow, type Samples } from './route-table';

const bodyRoutes = ROUTES.filter(({ body }) => body !== undefined).map((row): [string, RouteRow] => [
  `${row.method} ${row.path}`,
  row,
]);

let server: TestServer;
let samples: Samples;
beforeAll(async () => {
  server = await startTestServer();
  samples = await makeSamples(server);
});
afterAll(() => server.close());

const send = async (row: RouteRow, body: string | Buffer, type = 'application/json'): Promise<Response> => {
  const test = server.as('alice')[row.method === 'PUT' ? 'put' : 'post'](fill(row, samples));
  return test
    .set('Content-Type', type)
    .serialize((sent) => sent)
    .send(body as string);
};

const revision = async (): Promise<unknown> => {
  const text = 'select revision, audit_seq from castellan.organisation_state where org_id = $1';
  return (await server.dataSource.query(text, [samples.org_id]))[0];
};

const isIssue = (part: string) => (issue: any) =>
  typeof issue.type === 'string' &&
  typeof issue.msg === 'string' &&
  [part, 'path'].includes(issue.loc[0]) &&
  JSON.stringify(issue.input ?? null).length <= 2_000 &&
  Object.keys(issue).every((key) => ['type', 'loc', 'msg', 'input', 'ctx'].includes(key));

const FIELDS = [
  'name',
  'description',
  'permissions',
  'effect',
  'condition',
  'policy_ids',
  'is_default',
  'members',
].concat([
  'sso_group_names',
  'user_id',
  'role_ids',
  'status',
  'scope',
  'expires_at',
  'workspace_id',
  'attributes',
  'sso_connection',
]);
const near = fc.constantFrom<unknown>(
  ...[
    null,
    '',
    ' ',
    0,
    -0,
    1e308,
    [],
    {},
    [[]],
    [null],
    [''],
    '*',
    'rl-admin',
    ['rl-admin'],
    ['apps:*:read'],
    'allow',
    true,
  ],
  ...['\u0000', '\u{1F600}'.repeat(200), '2999-01-01T00:00:00Z', 'workspaces/ws-1', { issuer: 'x' }, 'active'],
);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const anyBody = fc.oneof(
  jsonValue,
  fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(near, text, jsonValue), { maxKeys: 6 }),
);

describe('an arbitrary body', () => {
  it.each(bodyRoutes)('to %s is taken or told wrong, and changes nothing when told wrong', async (_, row) => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const before = await revision();
        const answer = await send(row, JSON.stringify(body));
        expect([200, 201, 404, 409, 422]).toContain(answer.status);
        if (answer.status < 300) return;
        expect(await revision()).toEqual(before);
        if (answer.status === 422) expect(answer.body.detail.filter((i: any) => !isIssue('body')(i))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('an arbitrary member in the place of a good one', () => {
  it.each(bodyRoutes)('to %s is taken or told wrong', async (_, row) => {
    const good = row.body?.(samples) ?? {};
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FIELDS), fc.oneof(near, text, jsonValue), async (field, value) => {
        // Alice stays the Admin who asks.
        fc.pre(value !== 'alice');
        const before = await revision();
        const { status } = await send(row, JSON.stringify({ ...good, [field]: value }));
        expect([200, 201, 404, 409, 422]).toContain(status);
        if (status >= 300) expect(await revision()).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });
});

const [, POLICY] = bodyRoutes.find(([name]) => name.startsWith('POST') && name.endsWith('policies')) as [
  string,
  RouteRow,
];
const [, ROLE] = bodyRoutes.find(([name]) => name.startsWith('POST') && name.endsWith('roles')) as [string, RouteRow];
const [, RESOURCE] = bodyRoutes.find(([name]) => name.includes('resources')) as [string, RouteRow];

const issue = (type: string, msg: string, loc: unknown[], rest: object = {}): object => ({
  type,
  loc: ['body', ...loc],
  msg,
  ...rest,
});
const value = (reason: string, loc: unknown[], input: unknown): object =>
  issue('value_error', `Value error, ${reason}`, loc, { input, ctx: { reason } });
const string = (loc: unknown[], input: unknown): object =>
  issue('string_type', 'Input should be a valid string', loc, { input });
const objects = 'Input should be a valid dictionary or object to extract fields from';

describe('each kind of mistake', () => {
  const name = 'x';
  it.each<[string, RouteRow, unknown, object[]]>([
    [
      'missing',
      ROLE,
      { description: 'x' },
      [issue('missing', 'Field required', ['name'], { input: { description: 'x' } })],
    ],
    [
      ...(['extra_forbidden', ROLE, { name, surprise: [1] }] as const),
      [issue('extra_forbidden', 'Extra inputs are not permitted', ['surprise'], { input: [1] })],
    ],
    ['string_type', ROLE, { name: 5 }, [string(['name'], 5)]],
    [
      ...(['string_too_short', ROLE, { name: '' }] as const),
      [
        issue('string_too_short', 'String should have at least 1 character', ['name'], {
          input: '',
          ctx: { min_length: 1 },
        }),
      ],
    ],
    [
      ...(['string_too_long', ROLE, { name: 'x'.repeat(300) }] as const),
      [
        issue('string_too_long', 'String should have at most 128 characters', ['name'], {
          input: 'x'.repeat(256),
          ctx: { max_length: 128 },
        }),
      ],
    ],
    [
      ...(['list_type', ROLE, { name, policy_ids: { 0: 'a' } }] as const),
      [issue('list_type', 'Input should be a valid list', ['policy_ids'], { input: { 0: 'a' } })],
    ],
    [
      ...(['bool_type', ROLE, { name, is_default: 'yes' }] as const),
      [issue('bool_type', 'Input should be a valid boolean', ['is_default'], { input: 'yes' })],
    ],
    [
      'value_error',
      POLICY,
      { name, permissions: [], effect: 'maybe' },
      [value('must be one of: allow, deny', ['effect'], 'maybe')],
    ],
    ['model_attributes_type', ROLE, [], [issue('model_attributes_type', objects, [], { input: [] })]],
    ['model_attributes_type', ROLE, null, [issue('model_attributes_type', objects, [], { input: null })]],
    ['model_attributes_type', ROLE, 'text', [issue('model_attributes_type', objects, [], { input: 'text' })]],
    [
      ...([
        'fields in their order, then extras',
        POLICY,
        { z: 1, permissions: [3, 'apps:read', null], a: 2, name: 4 },
      ] as const),
      [
        string(['name'], 4),
        string(['permissions', 0], 3),
        string(['permissions', 2], null),
        issue('extra_forbidden', 'Extra inputs are not permitted', ['z'], { input: 1 }),
        issue('extra_forbidden', 'Extra inputs are not permitted', ['a'], { input: 2 }),
      ],
    ],
  ])('is told exactly: %s', async (_, row, body, detail) => {
    const answer = await send(row, JSON.stringify(body));
    expect([answer.status, answer.body]).toEqual([422, { detail }]);
  });
});

describe('text that is no JSON, or more than JSON', () => {
  const json = (error: string, offset: number): object =>
    issue('json_invalid', 'JSON decode error', [offset], { input: {}, ctx: { error } });
  const refused = (reason: string, offset: number): object => value(reason, [offset], {});

  it.each<[string, string | Buffer, object]>([
    ['nothing', '', issue('missing', 'Field required', [], { input: null })],
    ['half an object', '{"name":', json('Expecting value', 8)],
    ['single quotes', "{'name': 1}", json('Expecting property name enclosed in double quotes', 1)],
    ['a comma at the end', '{"name": "x",}', json('Expecting property name enclosed in double quotes', 13)],
    ['an array with holes', '{"name": "x", "policy_ids": [,]}', json('Expecting value', 29)],
    ['a comment', '{"name": "x"} // x', json('Extra data', 14)],
    ['NaN', '{"name": NaN}', json('Expecting value', 9)],
    ['a number with a leading zero', '{"name": 01}', json("Expecting ',' delimiter", 10)],
    ['a byte order mark', '\uFEFF{"name": "x"}', json('Unexpected UTF-8 BOM', 0)],
    ['bytes that are not UTF-8', Buffer.from('7b226e616d65223a22ff227d', 'hex'), json('Invalid UTF-8', 9)],
    ['UTF-16', Buffer.from('{"name": "x"}', 'utf16le'), json('Expecting property name enclosed in double quotes', 1)],
    ['a line feed in a string', '{"name": "a\nb"}', json('Invalid control character at', 11)],
    ['a NUL', '{"name": "a\\u0000b"}', refused('the character U+0000 is not allowed', 9)],
    ['half a surrogate pair', '{"name": "\\ud800"}', refused('half a surrogate pair is not a character', 9)],
    ['the other half', '{"name": "\\udc00\\ud800"}', refused('half a surrogate pair is not a character', 9)],
    ['a key twice', '{"name": "x", "name": "y"}', refused('the same key is given twice', 14)],
    ['a key twice, once escaped', '{"name": "x", "n\\u0061me": "y"}', refused('the same key is given twice', 14)],
    ['__proto__', '{"name": "x", "__proto__": {}}', refused('the key __proto__ is not allowed', 14)],
    ['constructor', '{"name": {"constructor": 1}}', refused('the key constructor is not allowed', 10)],
    ['a number too large', '{"name": 1e400}', refused('the number is too large', 9)],
    ['100,000 arrays', '['.repeat(100_000), refused('nested more than 32 levels deep', 32)],
    [
      '100,000 arrays, closed',
      '['.repeat(100_000) + ']'.repeat(100_000),
      refused('nested more than 32 levels deep', 32),
    ],
    ['100,000 objects', '{"a":'.repeat(30_000), refused('nested more than 32 levels deep', 160)],
  ])('is told where it broke: %s', async (_, body, detail) => {
    const before = await revision();
    const answer = await send(ROLE, body);
    expect([answer.status, answer.body]).toEqual([422, { detail: [detail] }]);
    expect(await revision()).toEqual(before);
  });

  it('may have any number that is finite, which a name is not', async () => {
    for (const number of ['1e308', '-0', '123456789012345678901234567890', '5e-324', '1E+2']) {
      const { body } = await send(ROLE, `{"name": ${number}}`);
      expect(body.detail).toMatchObject([{ type: 'string_type', loc: ['body', 'name'] }]);
    }
  });
});

describe('what is shown of a mistake', () => {
  it('is at most 256 characters of it, whatever its kind', async () => {
    const long = 'x'.repeat(1000);
    const wholes: unknown[] = [long, [long], { a: long }, Array(1000).fill(1), `${'x'.repeat(255)}\u{1F600}`];
    for (const input of wholes) {
      const { body } = await send(ROLE, JSON.stringify({ name: 'x', is_default: input }));
      const shown = body.detail[0].input;
      expect(typeof shown).toBe('string');
      expect(shown.length).toBeLessThanOrEqual(256);
      expect(shown).toBe((typeof input === 'string' ? input : JSON.stringify(input)).slice(0, shown.length));
      expect(shown.isWellFormed?.() ?? true).toBe(true);
    }
  });

  it('is cut at a whole character in a permission too', async () => {
    const permission = `${'x'.repeat(255)}\u{1F600}`;
    const { text: sent, body } = await send(POLICY, JSON.stringify({ name: 'x', permissions: [permission] }));
    expect(body.detail[0].input).toBe('x'.repeat(255));
    expect(sent).not.toMatch(/\\ud/i);
  });

  it('is nothing of a secret', async () => {
    const secrets = {
      password: 'hunter2',
      client_secret: 'hunter2',
      Authorization: 'hunter2',
      token: { a: 'hunter2' },
    };
    for (const sent of [{ ...secrets }, { name: { ...secrets } }, { attributes: secrets, name: 1 }]) {
      for (const row of [ROLE, RESOURCE]) {
        const { status, text: answer } = await send(row, JSON.stringify(sent));
        expect([status, answer.includes('hunter2')]).toEqual([422, false]);
      }
    }
  });
});

describe('the declared type of a body', () => {
  it('is application/json, in any case and with the one charset', async () => {
    const good = [
      'application/json',
      'Application/JSON',
      'application/json;charset=utf-8',
      'application/json ; charset="UTF-8"',
    ];
    for (const type of good) expect([type, (await send(ROLE, '{}', type)).status]).toEqual([type, 422]);
    const bad = [
      'text/json',
      'application/json5',
      'application/problem+json',
      'application/json; charset=utf-16',
      '*/*',
    ];
    const refused = envelope(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be declared as application/json');
    for (const type of [...bad, 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status, body } = await send(ROLE, '{}', type);
      expect([type, status, body]).toEqual([type, 415, refused]);
    }
  });
});

describe('an id in a path', () => {
  const IDS = [
    '...',
    ' ',
    '%',
    '%2F',
    'a/b',
    'a\\b',
    '\u0000',
    '\n',
    '\u007f',
    'é',
    '\u{1F600}',
    '\uFFFD',
    '*',
    '$self',
  ];
  const MORE = [
    "' or 1=1 --",
    'null',
    'undefined',
    '__proto__',
    'constructor',
    '-1',
    '0',
    'x'.repeat(255),
    'x'.repeat(256),
    '\u202E',
  ];

  it.each([...IDS, ...MORE])('that is nothing here is 404 and shown as it was sent: %j', async (id) => {
    const base = `/v1/orgs/${await server.org()}`;
    const admin = server.as('alice');
    const encoded = encodeURIComponent(id);
    const tried: Array<[string, string]> = [
      ['policies', `${base}/iam/policies/${encoded}`],
      ['roles', `${base}/iam/roles/${encoded}`],
      ['members', `${base}/iam/members/${encoded}`],
      ['workspaces', `${base}/workspaces/${encoded}`],
    ];
    for (const [type, path] of tried) {
      expect((await admin.get(path)).body).toEqual(notFound(type, id));
      expect((await admin.put(path, {})).body).toEqual(notFound(type, id));
      expect((await admin.delete(path)).body).toEqual(notFound(type, id));
    }
  });
});

describe('a body of a DELETE', () => {
  it.each([{ dry_run: true }, { scope: 'ws-1' }, '{broken', [1]])(
    'is refused, and nothing is deleted: %j',
    async (body) => {
      const team = await givenTeam(server);
      await team.member('bob', 'rl-viewer');
      for (const path of ['members/bob/roles/rl-viewer', 'members/bob']) {
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const sent = team.alice.delete(`${team.path}/${path}`).set('Content-Type', 'application/json').send(text);
        expect((await sent.expect(422)).body.detail[0].loc).toEqual(['body']);
      }
      expect(await team.held('bob')).toEqual(['rl-viewer * manual']);
      await team.alice
        .delete(`${team.path}/members/bob`)
        .set('Content-Type', 'application/json')
        .send('{}')
        .expect(204);
    },
  );
});
