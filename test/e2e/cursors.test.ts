import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let server: TestServer;
let team: Team;
let cursor: string;

beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  for (const name of ['One', 'Two']) await team.alice.post(`${team.path}/roles`, { name }).expect(201);
  await team.member('bob');
  const workspaces = `/v1/orgs/${team.orgId}/workspaces`;
  for (const name of ['One', 'Two']) await team.alice.post(workspaces, { name }).expect(201);
  for (const id of ['a', 'b']) await team.alice.put(`${team.path}/resources/models/${id}`, { name: id }).expect(201);
  cursor = await cursorOf(`${team.path}/policies`);
});
afterAll(() => server.close());

async function cursorOf(list: string): Promise<string> {
  const { body } = await team.alice.get(`${list}${list.includes('?') ? '&' : '?'}limit=1`).expect(200);
  return body.next_cursor as string;
}

const detail = async (query: string, list = `${team.path}/policies`): Promise<any> => {
  const { status, body } = await team.alice.get(`${list}${list.includes('?') ? '&' : '?'}${query}`);
  expect([query, status]).toEqual([query, 422]);
  return body.detail;
};

const notOfThisList = (input: string): object => ({
  type: 'value_error',
  loc: ['query', 'cursor'],
  msg: 'Value error, not a cursor of this list',
  input,
  ctx: { reason: 'not a cursor of this list' },
});

describe('a cursor', () => {
  it('leads to the next page', async () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    const first = (await team.alice.get(`${team.path}/policies?limit=1`).expect(200)).body;
    const second = (await team.alice.get(`${team.path}/policies?limit=1&cursor=${cursor}`).expect(200)).body;
    expect(second.policies[0].policy_id > first.policies[0].policy_id).toBe(true);
  });

  it('is refused with any one character changed', async () => {
    for (let at = 0; at < cursor.length; at++) {
      const others = [...ALPHABET].filter((character) => character !== cursor[at]);
      const tried = at === cursor.length - 1 ? others : [others[at % 63], others[(at * 31 + 17) % 63]];
      for (const character of tried) {
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
        expect(await detail(`cursor=${changed}`)).toEqual([notOfThisList(changed)]);
      }
    }
  });

  it('is refused cut short at any place', async () => {
    for (let length = 1; length < cursor.length; length++) {
      const cut = cursor.slice(0, length);
      expect(await detail(`cursor=${cut}`)).toEqual([notOfThisList(cut)]);
    }
  });

  it('is refused with anything added or written otherwise', async () => {
    for (const changed of [
      `${cursor}A`,
      `${cursor}=`,
      `A${cursor}`,
      `${cursor} `,
      `${cursor}\u0000`,
      cursor + cursor,
    ]) {
      expect(await detail(`cursor=${encodeURIComponent(changed)}`)).toEqual([notOfThisList(changed)]);
    }
    for (const other of ['0', '-', 'pol-admin', 'null', '€', '\u{1F600}', '%zz', 'x'.repeat(2048)]) {
      expect(await detail(`cursor=${encodeURIComponent(other)}`)).toMatchObject([{ loc: ['query', 'cursor'] }]);
    }
  });

  it('is refused once when it is too long', async () => {
    const long = 'x'.repeat(2049);
    expect(await detail(`cursor=${long}`)).toEqual([
      {
        type: 'string_too_long',
        loc: ['query', 'cursor'],
        msg: 'String should have at most 2048 characters',
        input: long.slice(0, 256),
        ctx: { max_length: 2048 },
      },
    ]);
  });

  it('is good for its own list and no other, in its own organisation and no other', async () => {
    const other = await givenTeam(server);
    const lists = (orgId: string): string[] => [
      ...['policies', 'roles', 'members'].map((list) => `/v1/orgs/${orgId}/iam/${list}`),
      `/v1/orgs/${orgId}/workspaces`,
      ...['models', 'policies', 'roles', 'workspaces'].map(
        (type) => `/v1/orgs/${orgId}/iam/resources?resource_type=${type}`,
      ),
    ];
    for (const list of lists(team.orgId)) {
      const own = await cursorOf(list);
      for (const target of [...lists(team.orgId), ...lists(other.orgId)]) {
        if (target === list) {
          await team.alice.get(`${list}${list.includes('?') ? '&' : '?'}cursor=${own}`).expect(200);
        } else expect(await detail(`cursor=${own}`, target)).toEqual([notOfThisList(own)]);
      }
    }
  });

  it('still leads on when what it points at is gone', async () => {
    const own = await givenTeam(server);
    const ids: string[] = [];
    for (const name of ['One', 'Two', 'Three']) {
      const sent = { name, permissions: [] };
      ids.push((await own.alice.post(`${own.path}/policies`, sent).expect(201)).body.policy_id);
    }
    const { next_cursor } = (await own.alice.get(`${own.path}/policies?limit=1`).expect(200)).body;
    for (const id of ids.slice(0, 2)) await own.alice.delete(`${own.path}/policies/${id}`).expect(204);
    const { body } = await own.alice.get(`${own.path}/policies?limit=1&cursor=${next_cursor}`).expect(200);
    expect(body).toMatchObject({ total: 5, policies: [{ policy_id: ids[2] }] });
  });
});

describe('the query of a list', () => {
  const int = { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' };
  const more = { type: 'greater_than_equal', msg: 'Input should be greater than or equal to 1', ctx: { ge: 1 } };
  const less = { type: 'less_than_equal', msg: 'Input should be less than or equal to 200', ctx: { le: 200 } };
  const twice = {
    type: 'value_error',
    msg: 'Value error, given more than once',
    ctx: { reason: 'given more than once' },
  };

  it.each([
    ['0', more],
    ['000', more],
    ['201', less],
    ['9'.repeat(400), less],
    ...[
      '1.5',
      '1.0',
      '+1',
      '-1',
      ' 1',
      '1 ',
      '1e2',
      '0x1',
      '',
      'NaN',
      'Infinity',
      'null',
      'true',
      '１',
      '1\u0000',
      '1_0',
    ].map((text): [string, object] => [text, int]),
  ])('is refused the limit “%s”', async (limit, issue) => {
    for (const list of [`${team.path}/policies`, `${team.path}/members`, `/v1/orgs/${team.orgId}/workspaces`]) {
      expect(await detail(`limit=${encodeURIComponent(limit)}`, list)).toEqual([
        { ...issue, loc: ['query', 'limit'], input: limit.slice(0, 256) },
      ]);
    }
  });

  it('takes a limit of 1 to 200, and 50 where none is said', async () => {
    for (const limit of ['1', '01', '200']) await team.alice.get(`${team.path}/policies?limit=${limit}`).expect(200);
  });

  it('is refused a parameter twice, empty or unknown, and tells all mistakes at once', async () => {
    expect(await detail('limit=1&limit=1')).toEqual([{ ...twice, loc: ['query', 'limit'], input: ['1', '1'] }]);
    expect(await detail(`cursor=${cursor}&cursor=${cursor}`)).toMatchObject([{ ...twice, loc: ['query', 'cursor'] }]);
    expect(await detail('cursor=')).toMatchObject([
      { type: 'string_too_short', loc: ['query', 'cursor'], ctx: { min_length: 1 } },
    ]);
    for (const name of ['offset', 'Limit', 'limit[]', '__proto__', 'constructor', 'toString', '']) {
      expect(await detail(`${encodeURIComponent(name)}=1`)).toEqual([
        { type: 'extra_forbidden', loc: ['query', name], msg: 'Extra inputs are not permitted', input: '1' },
      ]);
    }
    expect((await detail('surprise=&limit=x&cursor=wrong')).map(({ loc }: any) => loc[1])).toEqual(
      expect.arrayContaining(['limit', 'cursor', 'surprise']),
    );
  });
});
