import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { envelope, notFound } from './answers';
import { sendRaw, type RawAnswer } from './raw-http';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const END = 'Host: x\r\nConnection: close\r\n\r\n';
const send = (...parts: Array<string | Buffer>): Promise<RawAnswer[]> => sendRaw(server.url, ...parts);
const one = async (...parts: Array<string | Buffer>): Promise<RawAnswer> => {
  const answers = await send(...parts);
  expect(answers).toHaveLength(1);
  return answers[0] as RawAnswer;
};
const get = (path: string, headers = ''): Promise<RawAnswer> => one(`GET ${path} HTTP/1.1\r\n${headers}${END}`);

const BAD_REQUEST = envelope(400, 'BAD_REQUEST', 'The request cannot be read');
const TOO_LONG = envelope(414, 'URI_TOO_LONG', 'The address is too long');
const NOT_ALLOWED = envelope(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed here');
const HEADERS_TOO_LARGE = envelope(431, 'REQUEST_HEADER_FIELDS_TOO_LARGE', 'The headers are too large');

function expectAnswer({ status, headers, body }: RawAnswer, expected: object): void {
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(body)).toEqual(expected);
  expect(status).toBe(JSON.parse(body).status_code);
}

describe('bytes that are no request', () => {
  it.each([
    ['a request line of one word', 'GARBAGE\r\n\r\n'],
    ['a version that is none', `GET /health/live HTTP/9.9\r\n${END}`],
    ['a method that is none', `FETCH /health/live HTTP/1.1\r\n${END}`],
    ['the hello of TLS', Buffer.from('160301020001000001fc0303', 'hex')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a header without a colon', `GET /health/live HTTP/1.1\r\nNoColon\r\n${END}`],
    ['a header with a space in its name', `GET /health/live HTTP/1.1\r\nA b: c\r\n${END}`],
    ['a header with a NUL', `GET /health/live HTTP/1.1\r\nA: \0\r\n${END}`],
    ['a NUL in the path', `GET /health/\0live HTTP/1.1\r\n${END}`],
    ['no Host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two lengths', `POST /v1/orgs HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${END}{}`],
    ['a length and chunks', `POST /v1/orgs HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${END}{}`],
    ['a length that is no number', `POST /v1/orgs HTTP/1.1\r\nContent-Length: 1e3\r\n${END}`],
    ['a body in bad chunks', `POST /v1/orgs HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${END}zz\r\nabc\r\n`],
    ['a CONNECT', `CONNECT example.com:443 HTTP/1.1\r\n${END}`],
  ])('are 400: %s', async (_, bytes) => {
    expectAnswer(await one(bytes), BAD_REQUEST);
  });

  it('are 431 when the headers are too large', async () => {
    expectAnswer(await get('/health/live', `X-Large: ${'x'.repeat(100_000)}\r\n`), HEADERS_TOO_LARGE);
    expectAnswer(await get(`/${'x'.repeat(100_000)}`), HEADERS_TOO_LARGE);
  });

  it('end the connection, also behind a good request', async () => {
    const answers = await send('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n', 'GARBAGE\r\n\r\n');
    expectAnswer(answers.at(-1) as RawAnswer, BAD_REQUEST);
  });

  it('may be of HTTP/1.0 and name no host', async () => {
    expect((await one('GET /health/live HTTP/1.0\r\n\r\n')).status).toBe(200);
  });

  it('leave the service as it was', async () => {
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('an expectation', () => {
  it('is passed over', async () => {
    expect((await get('/health/live', 'Expect: a-miracle\r\n')).status).toBe(200);
  });

  it('is not that the body may be sent', async () => {
    const head = `POST /v1/orgs HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n${END}`;
    const answers = await send(head, '{}');
    expect(answers.map(({ status }) => status)).toEqual([100, 401]);
  });
});

describe('a path that cannot be read', () => {
  it.each(['/%zz', '/%', '/v1/orgs/%E0%A4%A/iam/policies', '/v1/orgs/%ff'])('is 400: %s', async (path) => {
    expectAnswer(await get(path), BAD_REQUEST);
  });

  it('is 414 where an id is longer than 1,024 characters', async () => {
    const team = await givenTeam(server);
    for (const path of [`/v1/orgs/${'x'.repeat(2_000)}`, `${team.path}/policies/${'x'.repeat(2_000)}`]) {
      expectAnswer(await get(path), TOO_LONG);
    }
    const { body } = await team.alice.get(`${team.path}/policies/${'x'.repeat(1_024)}`).expect(404);
    expect(body).toEqual(notFound('policies', 'x'.repeat(1_024)));
  });

  it('is an id like any other with an encoded NUL', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.get(`${team.path}/roles/a%00b`).expect(404);
    expect(body).toEqual(notFound('roles', 'a\u0000b'));
  });
});

describe('a request that no route takes', () => {
  it.each([
    ['/', '/'],
    ['/nothing?token=secret', '/nothing'],
    ['/v1', '/v1'],
    ['/v1/orgs/acme/iam/nothing', '/v1/orgs/acme/iam/nothing'],
    ['/v1/orgs/acme/iam/policies/', '/v1/orgs/acme/iam/policies/'],
    ['//v1/orgs', '//v1/orgs'],
    [`/${'x'.repeat(300)}`, `/${'x'.repeat(255)}`],
  ])('is 404: %s', async (path, shown) => {
    for (const method of ['GET', 'POST', 'PATCH', 'OPTIONS']) {
      expectAnswer(await one(`${method} ${path} HTTP/1.1\r\n${END}`), notFound('route', shown));
    }
  });

  it('is 405 with the methods that the path has, without a look at token or body', async () => {
    const rows = [
      ['/v1/orgs/acme/iam/policies', 'GET, HEAD, POST'],
      ['/v1/orgs/acme/iam/policies/pol-1?x=1', 'DELETE, GET, HEAD, PUT'],
      ['/v1/orgs/acme/iam/members/a%2Fb/roles/rl-1', 'DELETE, PUT'],
      ['/health/live', 'GET, HEAD'],
    ];
    for (const [path, allowed] of rows) {
      for (const method of ['PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH']) {
        const answer = await one(`${method} ${path} HTTP/1.1\r\n${END}`);
        expectAnswer(answer, NOT_ALLOWED);
        expect(answer.headers['allow']).toBe(allowed);
      }
    }
  });
});

describe('HEAD', () => {
  it('answers as GET does, without a body', async () => {
    const team = await givenTeam(server);
    const whole = await team.alice.get(`${team.path}/policies/pol-admin`).expect(200);
    const head = await team.alice.head(`${team.path}/policies/pol-admin`).expect(200);
    expect(head.text ?? '').toBe('');
    for (const name of ['etag', 'content-type', 'content-length', 'castellan-revision']) {
      expect([name, head.headers[name]]).toEqual([name, whole.headers[name]]);
    }
    const answer = await one(`HEAD /nothing HTTP/1.1\r\n${END}`);
    expect([answer.status, answer.body]).toEqual([404, '']);
  });
});

describe('a body that is too large', () => {
  it('is 413, said by its length or found out', async () => {
    const large = envelope(413, 'PAYLOAD_TOO_LARGE', 'The request is too large');
    const head = `POST /v1/orgs HTTP/1.1\r\nContent-Type: application/json\r\n`;
    expectAnswer((await send(`${head}Content-Length: 2000000\r\n${END}`)).at(-1) as RawAnswer, large);
    const chunk = `${(1_100_000).toString(16)}\r\n${'x'.repeat(1_100_000)}\r\n0\r\n\r\n`;
    expectAnswer((await send(`${head}Transfer-Encoding: chunked\r\n${END}`, chunk)).at(-1) as RawAnswer, large);
  });

  it('is 413 from 256 KB on, 1 MB for a batch, to who may send one', async () => {
    const team = await givenTeam(server);
    const text = (bytes: number): string => `{"name":"${'x'.repeat(bytes - 11)}"}`;
    const post = (path: string, body: string): any =>
      team.alice.post(`${team.path}/${path}`).set('Content-Type', 'application/json').send(body);
    expect((await post('roles', text(256 * 1024))).status).toBe(422);
    const { body, status } = await post('roles', text(256 * 1024 + 1));
    expect([status, body]).toEqual([413, envelope(413, 'PAYLOAD_TOO_LARGE', 'The body has more than 262144 bytes')]);
    expect((await post('members/batch', text(1024 * 1024))).status).toBe(422);
    expect((await post('members/batch', text(1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('every answer', () => {
  it('carries the request id, and the headers that protect a browser', async () => {
    for (const path of ['/health/live', '/nothing', '/v1/orgs', '/%zz', `/v1/orgs/${'x'.repeat(2_000)}`]) {
      const { headers } = await get(path, 'X-Request-Id: mine\r\n');
      expect([path, headers['x-request-id']]).toEqual([path, 'mine']);
    }
    for (const path of ['/health/live', '/nothing', '/v1/orgs', '/docs']) {
      expect([path, (await get(path)).headers['x-content-type-options']]).toEqual([path, 'nosniff']);
    }
  });

  it('is stored by no cache below /v1 and /organizations, wherever it comes from', async () => {
    const team = await givenTeam(server);
    const Authorization = `Authorization: Bearer ${server.token('alice')}\r\n`;
    const heads = [
      `GET ${team.path}/me`,
      `HEAD ${team.path}/roles`,
      `GET ${team.path}/roles/none`,
      `GET ${team.path}/audit/export`,
      `GET /organizations/${team.orgId}/roles`,
      'GET /v1/orgs?limit=0',
      'GET /v1',
      'GET /v1/nothing',
      'PATCH /v1/orgs',
      'GET /v1/orgs//iam/me',
      'GET /v1/%zz',
      'GET /organizations',
      `GET /organizations/${'x'.repeat(2_000)}/roles`,
      `PATCH /organizations/${team.orgId}/roles`,
    ];
    const answers = await Promise.all(heads.map((head) => one(`${head} HTTP/1.1\r\n${Authorization}${END}`)));
    answers.push(await one(`GET /v1/orgs HTTP/1.1\r\n${END}`));
    answers.push(await one('GET /v1/orgs HTTP/1.1\r\nConnection: close\r\n\r\n'));
    answers.push(await one(`GET /v1/orgs HTTP/9.9\r\n${END}`));
    answers.push(await one(`POST /v1/orgs HTTP/1.1\r\nContent-Length: 2000000\r\n${END}`));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 404, 405, 413, 414, 422]));
    const stored = answers.filter(({ headers }) => headers['cache-control'] !== 'no-store');
    expect(stored).toEqual([]);
    expect((await get('/docs/swagger-ui.css')).headers['cache-control']).not.toBe('no-store');
  });

  it('says nothing of what the service is made of', async () => {
    for (const path of ['/health/live', '/nothing', '/%zz', '/v1/orgs']) {
      const { headers, body } = await get(path);
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/powered|^server$/)]));
      expect(body).not.toMatch(/fastify|nest|FST_|node|at \//i);
    }
  });
});

describe('the documentation', () => {
  it.each(['/docs', '/docs/', '/docs/swagger-ui.css', '/docs/swagger-ui-init.js', '/openapi.json', '/openapi.yaml'])(
    'is served without a token: %s',
    async (path) => {
      await server.anonymous.get(path).redirects(1).expect(200);
    },
  );
});
