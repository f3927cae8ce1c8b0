import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionError, createCastellanClient, type CastellanClientOptions } from '@castellan/client';
import { startTestServer, type TestServer } from '../support/server';
import { clientOf } from './given';

const ME = '/v1/orgs/{org_id}/iam/me';
const MEMBER = '/v1/orgs/{org_id}/iam/members/{member_user_id}';
const ROLE_OF_MEMBER = '/v1/orgs/{org_id}/iam/members/{user_id}/roles/{role_id}';

let server: TestServer;
let path: { org_id: string };

beforeAll(async () => {
  server = await startTestServer();
  path = { org_id: await server.org('alice') };
});
afterAll(() => server.close());

describe('the token of a client', () => {
  it('may be a text', async () => {
    const alice = createCastellanClient({ baseUrl: server.url, token: server.token('alice') });
    expect((await alice.GET(ME, { params: { path } })).data).toMatchObject({ user_id: 'alice' });
  });

  it('is asked for at each request, so that a new one counts at once', async () => {
    let asked = 0;
    const users = ['alice', 'bob', 'alice'];
    const token = async (): Promise<string> => server.token(users[asked++] ?? '');
    const client = createCastellanClient({ baseUrl: server.url, token });
    const statuses: number[] = [];
    for (const _ of users) statuses.push((await client.GET(ME, { params: { path } })).response.status);
    expect([asked, statuses]).toEqual([3, [200, 403, 200]]);
  });

  it('is a 401 when the service does not know it', async () => {
    const stranger = createCastellanClient({ baseUrl: server.url, token: 'no.token.this' });
    const { error, data, response } = await stranger.GET(ME, { params: { path } });
    expect([response.status, data]).toEqual([401, undefined]);
    expect(error).toMatchObject({ error: 'AUTHENTICATION_FAILED', status_code: 401 });
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });

  it('has to be there, else nothing is sent', async () => {
    const sent: Request[] = [];
    const fetch = async (request: Request): Promise<Response> => (sent.push(request), Response.json(null));
    for (const token of ['', ' \n', () => undefined as never, 'two words', 'secret\nX-Other: 1']) {
      const answer = createCastellanClient({ baseUrl: server.url, token, fetch }).GET(ME, { params: { path } });
      await expect(answer).rejects.toThrow('The token is empty or has characters that no token has.');
    }
    const failing = createCastellanClient({ baseUrl: server.url, token: () => Promise.reject(new Error('locked')) });
    await expect(failing.GET(ME, { params: { path } })).rejects.toThrow('locked');
    expect(sent).toEqual([]);
  });
});

describe('an option of a call', () => {
  const ROLES = '/v1/orgs/{org_id}/iam/roles';
  const noFlag = () => '';
  const elsewhere = async (): Promise<Response> => Response.json(null);

  it.each<[string, object]>([
    ['querySerializer', { querySerializer: noFlag }],
    ['baseUrl', { baseUrl: 'http://127.0.0.1:1' }],
    ['baseUrl', { baseUrl: 'http://127.0.0.1:1/?x=' }],
    ['fetch', { fetch: elsewhere }],
    ['middleware', { middleware: [{ onRequest: elsewhere }] }],
    ['pathSerializer', { pathSerializer: noFlag }],
    ['Request', { Request: class {} }],
    ['redirect', { redirect: 'follow' }],
    ['Authorization', { headers: { authorization: 'Bearer other' } }],
  ])('cannot send it elsewhere, nor make a dry run a change: %s', async (name, option) => {
    const alice = clientOf(server, 'alice');
    const init = { params: { path }, body: { name: 'Only tried' }, ...option } as never;
    for (const call of [alice.dryRun.POST(ROLES, init), alice.POST(ROLES, init), alice.GET(ROLES, init)]) {
      await expect(call).rejects.toThrow(new RegExp(`^${name} is `));
    }
    const { data } = await alice.GET(ROLES, { params: { path, query: { limit: 200 } } });
    expect(data?.roles.map((role) => role.name)).not.toContain('Only tried');
  });

  it('cannot take the flag of a dry run away by its query', async () => {
    const alice = clientOf(server, 'alice');
    const query = { dry_run: false } as never;
    const { data } = await alice.dryRun.POST(ROLES, { params: { path, query }, body: { name: 'Only tried' } });
    expect(data).toMatchObject({ would_succeed: true });
  });
});

describe('a path', () => {
  it.each([{}, { org_id: undefined }, { org_id: null }])('needs each of its parameters: %j', async (given) => {
    const sent: Request[] = [];
    const fetch = async (request: Request): Promise<Response> => (sent.push(request), Response.json(null));
    const client = createCastellanClient({ baseUrl: server.url, token: 'token', fetch });
    for (const init of [{ params: { path: given } }, {}, undefined]) {
      await expect(client.GET(ME, init as never)).rejects.toThrow(`${ME} needs the path parameter org_id.`);
    }
    expect(sent).toEqual([]);
  });
});

describe('a dry run', () => {
  const sent: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(request.url);
    return Response.json({ would_succeed: true });
  };
  const options = { baseUrl: 'http://castellan.example/at', token: 'token', organization: 'acme', fetch };

  it.each([{ '#': '1' }, { '?': '1' }, { 'a&b': '1' }, { '%23': '#' }, { a: '#' }])(
    'stays one, whatever the query is called: %j',
    async (query) => {
      sent.length = 0;
      const client = createCastellanClient(options);
      await client.dryRun.members.takeRole('bob', 'rl-1', query as never);
      const path = { org_id: 'acme', user_id: 'bob', role_id: 'rl-1' };
      await client.dryRun.DELETE(ROLE_OF_MEMBER, { params: { path, query: query as never } });
      expect(sent).toHaveLength(2);
      for (const url of sent) expect(new URL(url).searchParams.getAll('dry_run')).toEqual(['true']);
    },
  );

  it.each<[string, object]>([
    ['beside params', { query: { dry_run: true } }],
    ['beside params, by its name', { dry_run: true }],
    ['in params, by its name', { params: { dry_run: true } }],
    ['in URLSearchParams', { params: { query: new URLSearchParams('dry_run=true') } }],
    ['in a Map', { params: { query: new Map([['dry_run', true]]) } }],
  ])('is refused, and changes nothing, where its flag would be passed over: %s', async (_, init) => {
    sent.length = 0;
    const path = { org_id: 'acme', user_id: 'bob', role_id: 'rl-1' };
    const { params } = init as { params?: object };
    const call = createCastellanClient(options).DELETE(ROLE_OF_MEMBER, {
      ...init,
      params: { path, ...params },
    } as never);
    await expect(call).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  });

  it('stays one where an option of the call changes while it is read', async () => {
    sent.length = 0;
    let reads = 0;
    const path = { org_id: 'acme', user_id: 'bob', role_id: 'rl-1' };
    const init = {
      get params() {
        return reads++ === 0 ? { path } : { path, query: { dry_run: false } };
      },
    };
    await createCastellanClient(options).dryRun.DELETE(ROLE_OF_MEMBER, init as never);
    expect(sent.map((url) => new URL(url).searchParams.get('dry_run'))).toEqual(['true']);
  });
});

describe('a path', () => {
  it.each([
    ':8080/x',
    '@other.example/x',
    'x',
    '',
    '//other.example/x',
    '/v1/orgs/acme/../victim',
    '/v1/./orgs',
    '/v1/orgs/%2e%2e/victim',
    '/v1/orgs#',
    '/v1/orgs?a=b',
    '/v1\\orgs',
    '/v1/orgs/',
    null,
    7,
  ])('must be one of the API: %j', async (wrong) => {
    const sent: Request[] = [];
    const fetch = async (request: Request): Promise<Response> => (sent.push(request), Response.json(null));
    const client = createCastellanClient({ baseUrl: server.url, token: 'token', fetch });
    for (const call of [client.GET, client.DELETE, client.dryRun.DELETE])
      await expect((call as (path: unknown) => Promise<unknown>)(wrong)).rejects.toThrow('is not a path of the API');
    expect(sent).toEqual([]);
  });

  it('leads to no other organisation than the one that is named', async () => {
    const client = createCastellanClient({ baseUrl: server.url, token: 'token', organization: 'acme' });
    for (const wrong of [null, undefined, '', '..', 5, {}, ['acme']]) {
      expect(() => client.organization(wrong as never)).toThrow(/^organization (must be|is)/);
      const given = { params: { path: { ...path, member_user_id: wrong } } };
      await expect(client.GET(MEMBER, given as never)).rejects.toThrow(TypeError);
    }
    expect(() => createCastellanClient({ baseUrl: server.url, token: 'x', organization: '' })).toThrow(
      'organization is',
    );
  });
});

describe('the address of a request', () => {
  it('cannot become another one by a value that steps up the path', async () => {
    const alice = clientOf(server, 'alice');
    for (const user_id of ['..', '.', '']) {
      const request = alice.DELETE(ROLE_OF_MEMBER, { params: { path: { ...path, user_id, role_id: 'rl-viewer' } } });
      await expect(request).rejects.toThrow(`user_id is "${user_id}", which cannot stand in an address.`);
    }
    const escaped = await alice.GET(MEMBER, { params: { path: { ...path, member_user_id: '%2e%2e/roles' } } });
    expect(escaped.error).toMatchObject({ details: { resource_type: 'members', resource_id: '%2e%2e/roles' } });
  });

  it('begins with the base, whether or not that ends with a slash', async () => {
    const client = createCastellanClient({ baseUrl: `${server.url}/`, token: server.token('alice') });
    expect((await client.GET(ME, { params: { path } })).response.status).toBe(200);
  });

  it.each([
    '',
    'castellan:3000',
    '/api',
    'ftp://a.example',
    'http://a.example?b=c',
    'http://a@b.example',
    'http://a/#b',
    'http://a/#',
    'http://a/?',
    'http://:secret@a.example',
  ])('cannot begin with %j', (baseUrl) => {
    expect(() => createCastellanClient({ baseUrl, token: 'x' })).toThrow('baseUrl must be an absolute');
  });
});

describe('a failure that is not of the service', () => {
  let proxy: Server;
  let options: CastellanClientOptions;
  let answer: { status: number; headers?: Record<string, string>; body: string };

  beforeAll(async () => {
    proxy = createServer((_request, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    options = { baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, token: 'x', maxRetries: 0 };
  });
  afterAll(() => new Promise((closed) => proxy.close(closed)));

  it.each(['', '<html>Bad gateway</html>', 'null', '{"message":"no"}'])(
    'with the body %j is an error',
    async (body) => {
      const headers = { 'Retry-After': '5', 'Content-Length': String(body.length) };
      answer = { status: 502, headers, body };
      const { error, response } = await createCastellanClient(options).GET(ME, { params: { path } });
      expect(error).toMatchObject({ error: 'UNEXPECTED_ANSWER', message: expect.any(String), status_code: 502 });
      expect([response.status, response.headers.get('Retry-After')]).toEqual([502, '5']);
    },
  );

  it('rejects when a success has a body that is no JSON', async () => {
    answer = { status: 200, body: '<html>Sign in to the network</html>' };
    await expect(createCastellanClient(options).GET(ME, { params: { path } })).rejects.toThrow(ConnectionError);
  });

  it('rejects when nobody answers', async () => {
    const client = createCastellanClient({ ...options, baseUrl: 'http://127.0.0.1:1' });
    await expect(client.GET(ME, { params: { path } })).rejects.toThrow();
  });
});
