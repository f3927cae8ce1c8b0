import { defaultSchema } from '@castellan/core';
import { castellanOptions } from '../../libs/nest/src/access/castellan.options';
import { listOf, text } from '../../libs/nest/src/http/rules';
import { StatementsInput } from '../../libs/nest/src/faces/statements/statements-input';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const permissions = (policy: number, count = 1_000, length = 0): string[] =>
  numbers(count).map((at) => `models:m-${policy}-${at}-${'x'.repeat(length)}:read`);

async function made(team: Team, name: string, granted: string[]): Promise<string> {
  const { body } = await team.alice.post(`${team.path}/policies`, { name, permissions: granted }).expect(201);
  return body.policy_id;
}

describe('a role', () => {
  it('has at most 10,000 permissions, on whichever way they come to it', async () => {
    const team = await givenTeam(server);
    const policies = [];
    for (const at of numbers(10)) policies.push(await made(team, `P ${at}`, permissions(at)));
    const one = await made(team, 'One', ['apps:read']);
    const [roles, statements] = [`${team.path}/roles`, `/organizations/${team.orgId}/roles`];
    const full = (await team.alice.post(roles, { name: 'Full', policy_ids: policies }).expect(201)).body.role_id;
    const limit = { reason: 'limit', limit: 10_000 };
    const refused = async (sent: PromiseLike<{ status: number; body: any }>): Promise<void> => {
      const { status, body } = await sent;
      expect([status, body.details]).toEqual([409, expect.objectContaining(limit)]);
    };
    await refused(team.alice.post(roles, { name: 'More', policy_ids: [...policies, one] }));
    await refused(team.alice.put(`${roles}/${full}`, { policy_ids: [...policies, one] }));
    const less = permissions(0, 999);
    await team.alice.put(`${team.path}/policies/${policies[0]}`, { permissions: less }).expect(200);
    await team.alice.put(`${roles}/${full}`, { policy_ids: [...policies, one] }).expect(200);
    await refused(team.alice.put(`${team.path}/policies/${policies[0]}`, { permissions: permissions(0) }));
    await refused(team.alice.put(`${team.path}/policies/${one}`, { permissions: ['apps:read', 'apps:write'] }));
    const resources = numbers(500).map((at) => `models:n-${at}`);
    const policy = { resources, actions: ['read', 'write'], effect: 'allow' };
    const all = numbers(11).map(() => policy);
    const { body } = await team.alice.post(statements, { name: 'Stated', policies: all }).expect(422);
    expect(body.message).toContain('policies');
    expect((await team.alice.get(`${roles}/${full}`).expect(200)).text.length).toBeLessThan(8 * 1024 * 1024);
  });

  it('has at most a megabyte of them', async () => {
    const team = await givenTeam(server);
    const policies = [];
    for (const at of numbers(5)) policies.push(await made(team, `P ${at}`, permissions(at, 1_000, 200)));
    const sent = { name: 'Long', policy_ids: policies };
    const { body } = await team.alice.post(`${team.path}/roles`, sent).expect(409);
    expect(body.details).toMatchObject({ reason: 'limit', limit: 1024 * 1024 });
    await team.alice.post(`${team.path}/roles`, { ...sent, policy_ids: policies.slice(1) }).expect(201);
  });
});

describe('a wrong body', () => {
  it('of statements is looked at until there are as many mistakes as are answered', () => {
    const schema = Object.create(defaultSchema) as typeof defaultSchema;
    let asked = 0;
    schema.adviceOn = () => (asked++, 'is unknown');
    const statement = {
      resources: numbers(31).map((at) => `nothing${at}`),
      actions: numbers(32).map((at) => `a${at}`),
    };
    const input = new StatementsInput(castellanOptions({ schema }));
    expect(input.issues({ policies: numbers(10).map(() => statement) })).toHaveLength(1_000);
    expect(asked).toBe(1_000);
    expect(input.issues({ policies: numbers(100).map(() => statement) })).toHaveLength(1_000);
  });

  it('with a long list is looked at so far, too', () => {
    let asked = 0;
    const wrong = listOf(
      listOf((value) => (asked++, text()(value)), { max: 1_000 }),
      { max: 1_000 },
    );
    expect(wrong(numbers(1_000).map(() => numbers(1_000))).length).toBe(1_000);
    expect(asked).toBe(1_000);
  });
});
