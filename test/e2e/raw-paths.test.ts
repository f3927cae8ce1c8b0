import { startTestServer, type TestServer } from '../support/server';
import { notFound } from './answers';
import { sendRaw, type RawAnswer } from './raw-http';

let server: TestServer;
let orgId: string;
beforeAll(async () => {
  server = await startTestServer();
  orgId = await server.org();
});
afterAll(() => server.close());

async function ask(path: string, method = 'GET'): Promise<RawAnswer> {
  const head = `Authorization: Bearer ${server.token('alice')}\r\nHost: x\r\nConnection: close\r\n\r\n`;
  const [answer] = await sendRaw(server.url, `${method} ${path} HTTP/1.1\r\n${head}`);
  if (answer === undefined) throw new Error(`${method} ${path} was not answered`);
  return answer;
}

const ENDS = [
  '/..',
  '/../',
  '/../x',
  '/.',
  '/./',
  '/%2e%2e',
  '/%2E%2E/x',
  '/..%2f',
  '/..%2fx',
  '/%2e%2e%2fpackage.json',
  '//',
  '///',
  '//x',
  '/%',
  '/%2',
  '/%zz',
  '/%00',
  '/%00/x',
  '/.%00.',
  '/\\..\\x',
  '/%5c..',
  '/..;/x',
  '/;x',
  '/?',
  '?',
  '#x',
  '/%ff',
  '/%C0%AF',
  '/%u002e',
  '/~',
  '/*',
  '/:id',
  '/__proto__',
  '/constructor',
  '/ x',
  '/é',
  `/${'x'.repeat(1_025)}`,
  `/${'x'.repeat(9_000)}`,
  `/${'../'.repeat(500)}`,
  `/${'%2e%2e/'.repeat(300)}`,
  '/swagger-ui.css/..',
  '/index.html/../..',
  '/.git/config',
  '/.env',
  '/con',
  '/con/..',
  '/?x=%',
  '?%',
  '?\0',
];

/** A path of these characters and pieces, any of which a router or a file server may stumble over. */
function randomPath(): string {
  const pieces = [
    '/',
    '//',
    '..',
    '.',
    '%2e',
    '%2f',
    '%',
    '%00',
    '%5c',
    '\\',
    ';',
    '*',
    ':',
    '?',
    '#',
    '&',
    '=',
    '~',
    'docs',
  ];
  const more = [
    'v1',
    'orgs',
    orgId,
    'iam',
    'policies',
    'roles',
    'organizations',
    'x',
    '%E2%82%AC',
    '%ED%A0%80',
    '\u00ff',
    ' ',
  ];
  const all = [...pieces, ...more];
  const chosen = Array.from({ length: 1 + Math.random() * 12 }, () => all[Math.floor(Math.random() * all.length)]);
  return `/${['', 'docs/', `v1/orgs/${orgId}/iam/`][Math.floor(Math.random() * 3)]}${chosen.join('')}`;
}

/** What is wrong with an answer to a path, in one line; null when nothing is. */
function problemOf(path: string, { status, headers, body }: RawAnswer): string | null {
  if (status >= 500) return `${status} ${path}`;
  if (status < 400) return null;
  if (!headers['content-type']?.startsWith('application/json')) return `${headers['content-type']} ${path}`;
  const keys = Object.keys(JSON.parse(body) as object)
    .sort()
    .join();
  const forms = ['details,error,message,status_code,timestamp', 'error,message', 'detail'];
  return forms.includes(keys) ? null : `${keys} ${path}`;
}

describe('a path that nobody meant', () => {
  it.each([
    '/docs',
    '/docs/',
    '/docs/swagger-ui.css',
    '/openapi.json',
    '/health/ready',
    '/metrics',
    '/v1',
    '/v1/orgs',
    '/v1/orgs/acme/iam/policies',
    '/organizations/acme/roles',
    '',
    '/',
  ])('is never a 500, and an error has the form of its face: below "%s"', async (start) => {
    const problems: Array<string | null> = [];
    for (const end of ENDS) problems.push(problemOf(start + end, await ask(start + end)));
    for (const method of ['POST', 'DELETE']) problems.push(problemOf(start, await ask(`${start}/../x`, method)));
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });

  it('is never a 500 when it is random either', async () => {
    const problems: Array<string | null> = [];
    for (let tries = 0; tries < 500; tries++) {
      const path = randomPath();
      problems.push(problemOf(path, await ask(path)));
    }
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });
});

describe('a file of the documentation that may not be asked for', () => {
  it.each([
    '/docs/..',
    '/docs/../x',
    '/docs/%2e%2e',
    '/docs//',
    '/docs/.',
    '/docs/%00',
    '/docs/\\..\\x',
    '/docs/%5c..',
    '/docs/swagger-ui.css/..',
    '/docs/../../package.json',
    '/docs/nothing.css',
  ])('is a 404, as one that is not there: %s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect([status, headers['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
    expect(JSON.parse(body)).toEqual(notFound('route', path));
  });
});

describe('an organisation without a name', () => {
  it.each([
    '/v1/orgs//iam/policies',
    '/v1/orgs//',
    '/v1/orgs//iam/me',
    '/v1/orgs//workspaces',
    '/v1/orgs//iam//policies',
  ])('is a 404 like any address that no route has: %s', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, body } = await ask(path, method);
      expect([status, JSON.parse(body)]).toEqual([404, notFound('route', path)]);
    }
  });

  it('is a 404 in the form of the second face there', async () => {
    const { status, body } = await ask('/organizations//roles');
    expect([status, JSON.parse(body)]).toEqual([
      404,
      { error: 'ResourceNotFound', message: 'The requested resource was not found' },
    ]);
  });
});
