import { RouteAudit } from '@castellan/nest';
import type { Response } from 'supertest';
import { AnswerChecker, readContract } from '../support/contract';
import { OPERATOR, startTestServer, type Client, type TestServer } from '../support/server';
import { fill, makeSamples, ROUTES, type RouteRow, type Samples } from './route-table';
import { refusal } from './answers';

const checker = new AnswerChecker(readContract('orgs-iam'));
const named = ROUTES.map((row): [string, RouteRow] => [`${row.method} ${row.path}`, row]);
const withBody = named.filter(([, row]) => row.body !== undefined);
const withObjects = named.flatMap(([name, row]) =>
  Object.entries(row.objects ?? {}).map(([param, type]): [string, string, string, RouteRow] => [
    name,
    param,
    type,
    row,
  ]),
);

let server: TestServer;
let samples: Samples;

beforeAll(async () => {
  server = await startTestServer();
  samples = await makeSamples(server);
});
afterAll(() => server.close());

const call = (client: Client, row: RouteRow, path = fill(row, samples), body?: unknown): Promise<Response> => {
  const sent = body ?? row.body?.(samples);
  if (row.method === 'GET') return client.get(path).then((answer) => answer);
  if (row.method === 'DELETE') return client.delete(path).then((answer) => answer);
  return client[row.method === 'PUT' ? 'put' : 'post'](path, sent).then((answer) => answer);
};

const held = (row: RouteRow, { status, body }: Response): void => {
  const operation = `${row.method} ${row.path.replace(/:(\w+)/g, '{$1}')}`;
  expect(checker.problems(operation, status, body)).toEqual([]);
};

const untimed = ({ status, body }: Response): object => ({ status, body: { ...(body as object), timestamp: null } });

describe('the route table', () => {
  it('has a row for every route below an organisation', () => {
    const declared = server.running.app
      .get(RouteAudit)
      .routes()
      .filter(({ path, requirement }) => path.includes(':org_id') && requirement?.kind !== 'platform-admins');
    expect(declared.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(named.map(([name]) => name).sort());
  });

  it('has every operation of the contract', () => {
    const rows = ROUTES.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(rows).toEqual(expect.arrayContaining(checker.operations()));
  });
});

describe('without a token', () => {
  it.each(named)('%s is 401', async (_, row) => {
    const answer = await call(server.anonymous, row);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.headers['castellan-revision']).toBeUndefined();
    expect(answer.body).toMatchObject({ error: 'AUTHENTICATION_FAILED', details: {} });
    held(row, answer);
  });
});

describe('for a stranger', () => {
  it.each(named)('%s is the same 403, whether or not the organisation exists', async (_, row) => {
    const existing = await call(server.as('mallory'), row);
    const missing = await call(server.as('mallory'), row, fill(row, samples, { org_id: 'nowhere' }));
    expect(existing.status).toBe(403);
    expect(existing.headers['castellan-revision']).toBeUndefined();
    expect(untimed(existing)).toEqual(untimed(missing));
    held(row, existing);
  });

  it.each(named)('%s is 403 before a wrong body is looked at', async (_, row) => {
    const answer = await call(server.as('mallory'), row, undefined, row.body === undefined ? undefined : ['wrong']);
    expect(answer.status).toBe(403);
  });

  it.each(['', '%00', '%20', 'a%2Fb', '%F0%9F%98%80', 'x'.repeat(1000)])(
    'an organisation “%s” is 403 or 404',
    async (id) => {
      const answer = await server.as('mallory').get(`/v1/orgs/${id}/iam/policies`);
      expect([403, 404]).toContain(answer.status);
    },
  );
});

describe('for a member without rights', () => {
  const guarded = named.filter(([, { permission }]) => permission !== null);

  it.each(guarded)('%s is 403 and says what is required', async (_, row) => {
    const answer = await call(server.as('nora'), row);
    expect(answer.status).toBe(403);
    expect(answer.headers['castellan-revision']).toMatch(/^\d+\.\d+$/);
    expect(answer.body).toMatchObject({
      error: 'FORBIDDEN',
      details: refusal('no-grant', { required_permission: row.permission }),
    });
    held(row, answer);
  });
});

describe('for an Admin', () => {
  it.each(named)('%s answers as the contract says', async (_, row) => {
    const own = await makeSamples(server);
    if (row.path.includes(':workspace_id')) await server.as('alice').get(fill(row, own));
    await row.first?.(server.as('alice'), fill(row, own));
    const answer = await call(server.as('alice'), row, fill(row, own), row.body?.(own));
    expect(answer.status).toBe(row.status);
    expect(answer.headers['castellan-revision']).toMatch(/^\d+\.\d+$/);
    held(row, answer);
  });

  it.each(withObjects)('%s without %s is 404 of %s', async (_, param, type, row) => {
    for (const id of ['nothing-here', '%', 'nul\u0000', ' ']) {
      const answer = await call(server.as('alice'), row, fill(row, samples, { [param]: id }));
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({
        error: 'RESOURCE_NOT_FOUND',
        details: { resource_type: type, resource_id: id },
      });
      held(row, answer);
    }
  });

  it.each(withObjects)('%s with a foreign %s is the same 404', async (_, param, _type, row) => {
    const foreign = await makeSamples(server);
    const id = { ...foreign, member_user_id: 'dave' }[param as keyof Samples];
    if (id === samples[param as keyof Samples]) return;
    const answer = await call(server.as('alice'), row, fill(row, samples, { [param]: id }));
    const missing = await call(server.as('alice'), row, fill(row, samples, { [param]: 'nothing-here' }));
    const without = (text: string, shown: string): string =>
      text.replaceAll(shown, 'ID').replace(/"timestamp":"[^"]*"/, '');
    expect(without(answer.text, id)).toBe(without(missing.text, 'nothing-here'));
  });

  it.each(withBody)('%s takes no other body', async (_, row) => {
    const send = (type: string, body: string): Promise<Response> => {
      const client = server.as('alice');
      const test = client[row.method === 'PUT' ? 'put' : 'post'](fill(row, samples));
      return test
        .set('Content-Type', type)
        .send(body)
        .then((answer) => answer);
    };
    for (const type of [
      'text/plain',
      'application/xml',
      'application/json; charset=latin1',
      'application/jsonx',
      ';',
    ]) {
      const answer = await send(type, '{}');
      expect([type, answer.status]).toEqual([type, 415]);
      held(row, answer);
    }
    for (const body of [
      '',
      '{',
      '[]',
      '"text"',
      'null',
      '{"__proto__": 1}',
      '{"a":1,"a":1}',
      '\ud800',
      '['.repeat(100_000),
    ]) {
      const answer = await send('application/json', body);
      expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), 422]);
      held(row, answer);
    }
    const extra = await send('application/json', JSON.stringify({ ...row.body?.(samples), surprise: 1 }));
    expect(extra.status).toBe(422);
    expect(extra.body).toMatchObject({ detail: [{ type: 'extra_forbidden', loc: ['body', 'surprise'] }] });
    const large = await send('application/json', JSON.stringify({ name: 'x'.repeat(2_000_000) }));
    expect(large.status).toBe(413);
  });

  it.each(named)('%s takes no query that it does not know', async (_, row) => {
    const path = fill(row, samples);
    const answer = await call(server.as('alice'), row, `${path}${path.includes('?') ? '&' : '?'}surprise=1`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ type: 'extra_forbidden', loc: ['query', 'surprise'] }] });
    held(row, answer);
  });
});

describe('no spelling of a path', () => {
  const gets = named.filter(([, { method }]) => method === 'GET');

  it.each(gets)('lets %s be reached unguarded', async (_, row) => {
    const path = fill(row, samples).split('?')[0] as string;
    const spellings = [`${path}/`, path.replace('/v1', '//v1'), path.toUpperCase(), path.replace('orgs', '%6Frgs')];
    for (const spelling of [...spellings, `${path}%2F`, `${path};x=1`, path.replace('/v1', '/./v1')]) {
      const answer = await server.anonymous.get(spelling);
      expect([spelling, answer.status < 400]).toEqual([spelling, false]);
    }
  });

  it.each(gets)('lets HEAD past the guard of %s', async (_, row) => {
    expect((await server.anonymous.head(fill(row, samples))).status).toBe(401);
    expect((await server.as('mallory').head(fill(row, samples))).status).toBe(403);
  });
});

describe('what only platform admins may do', () => {
  const body = { org_id: 'new-org', name: 'New', admin_user_id: 'alice' };

  it('is 401 without a token and 403 for everybody else', async () => {
    expect((await server.anonymous.post('/v1/orgs', body)).status).toBe(401);
    expect((await server.as('alice').post('/v1/orgs', body)).status).toBe(403);
    expect((await server.as(OPERATOR).post('/v1/orgs', body)).status).toBe(201);
  });
});
