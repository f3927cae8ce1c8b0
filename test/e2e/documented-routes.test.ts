import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

interface Operation {
  readonly tags: string[];
  readonly summary: string;
  readonly description: string;
  readonly security: object[];
  readonly parameters?: Array<{ $ref?: string; name?: string }>;
  readonly requestBody?: { content: Record<string, { example?: object }> };
  readonly responses: Record<string, any>;
  readonly 'x-required-permission'?: string;
}

let server: TestServer;
let document: any;
let operations: Array<[method: string, path: string, operation: Operation]>;
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.anonymous.get('/openapi.json').expect(200)).body;
  operations = Object.entries<any>(document.paths).flatMap(([path, item]) =>
    Object.entries<any>(item).map(([method, operation]): [string, string, Operation] => [method, path, operation]),
  );
});
afterAll(() => server.close());

const find = (id: string): any => operations.find(([, , operation]) => (operation as any).operationId === id)?.[2];
const statuses = (id: string): string => Object.keys(find(id).responses).join(' ');
const headers = (id: string, status: number): string[] => Object.keys(find(id).responses[status].headers ?? {});
const LIMITS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

describe('the introduction', () => {
  it('says how to get a token and names the demo organisation', () => {
    expect(document.info.description).toContain('npm run token -- --user alice');
    expect(document.info.description).toContain('`acme`');
  });

  it('lists the tags in the order of use, each with two sentences', () => {
    expect(document.tags.map(({ name }: any) => name)).toEqual([
      'Policies',
      'Roles',
      'Members',
      'Schema and resources',
      'Changes',
      'Checks',
      'Audit',
      'Organisations',
      'Roles API',
      'Health',
    ]);
    for (const { name, description } of document.tags) {
      expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z][^.]+\. [A-Z][^.]+\.$/)]);
    }
  });
});

describe('an operation', () => {
  it('has one of the tags, a summary and a description that says who may call it', () => {
    const tags = document.tags.map(({ name }: any) => name);
    for (const [method, path, operation] of operations) {
      const { summary, description, 'x-required-permission': required } = operation;
      expect([method, path, tags]).toEqual([method, path, expect.arrayContaining(operation.tags)]);
      expect([summary, description]).toEqual([expect.stringMatching(/^[A-Z]/), expect.stringMatching(/^[A-Z].*\.$/s)]);
      for (const name of required?.match(/[a-z_]+:[a-z_]+/g) ?? []) expect(description).toContain(`\`${name}\``);
    }
    expect(operations.filter(([, , operation]) => operation['x-required-permission']).length).toBeGreaterThan(30);
  });

  it('lists every status that can occur, and no other', () => {
    const every = '400 401 403 404';
    expect(statuses('listOrgs')).toBe('200 400 401 422 429 500 503');
    expect(statuses('live')).toBe('200 400 500 503');
    expect(statuses('metrics')).toBe('200 400 500');
    expect(statuses('getOrgPolicy')).toBe(`200 ${every} 409 414 422 429 500 503`);
    expect(statuses('createOrgPolicy')).toBe(`200 201 ${every} 408 409 413 414 415 422 429 500 503`);
    expect(statuses('updateOrgPolicy')).toBe(`200 ${every} 408 409 412 413 414 415 422 429 500 503`);
    expect(statuses('deleteOrgPolicy')).toBe(`200 204 ${every} 408 409 412 413 414 422 429 500 503`);
    expect(statuses('checkOrgPermission')).toBe(`200 ${every} 408 413 414 415 422 429 500 503`);
    expect(statuses('deleteIamResource')).toBe(`200 204 ${every} 408 412 413 414 422 429 500 503`);
    expect(statuses('createOrg')).toBe('200 201 400 401 403 408 409 413 415 422 429 500 503');
    expect(statuses('updateRole')).toBe(statuses('updateOrgPolicy'));
  });

  // The client of the tests holds each answer against the document.
  it('lists what the HTTP server itself refuses', async () => {
    const { alice, path } = await givenTeam(server);
    const large = { name: 'x'.repeat(1_100_000) };
    await alice.delete(`${path}/policies/pol-viewer`).send(large).expect(413);
    await alice.post(`${path}/check`, large).expect(413);
    await alice.get(`${path}/policies/${'x'.repeat(2_000)}`).expect(414);
    await server.anonymous.delete(`/organizations/acme/roles/${'x'.repeat(2_000)}`).expect(414);
    await alice.get('/v1/orgs/%ff/iam/policies').expect(400);
    await alice.put('/organizations/acme/roles/%ff', {}).expect(400);
  });

  it('shows an example of each error that has its status', () => {
    for (const [method, path, { responses, 'x-required-permission': required }] of operations) {
      for (const [status, { content }] of Object.entries(responses).filter(([code]) => Number(code) >= 400)) {
        const { example } = content['application/json'];
        const where = [method, path, status];
        if (path.startsWith('/organizations')) {
          expect([where, Object.keys(example)]).toEqual([where, ['error', 'message']]);
          expect(example.error).toBe(NAMES[status]);
        } else if (status === '422') expect([where, example]).toEqual([where, { detail: [expect.any(Object)] }]);
        else expect([where, example.status_code, example.error]).toEqual([where, Number(status), CODES[status]]);
        if (status === '403' && required !== undefined && !path.startsWith('/organizations')) {
          expect(example.details.required_permission).toBe(required);
        }
      }
    }
  });

  it('declares the headers of its answers', () => {
    expect(headers('getOrgPolicy', 200)).toEqual(['ETag', 'Castellan-Revision', ...LIMITS]);
    expect(headers('listOrgPolicies', 200)).toEqual(['Castellan-Revision', ...LIMITS]);
    expect(headers('listOrgs', 200)).toEqual(LIMITS);
    expect(headers('getOrgPolicy', 401)).toEqual(['WWW-Authenticate', ...LIMITS]);
    expect(headers('getOrgPolicy', 400)).toEqual([]);
    expect(headers('getOrgPolicy', 429)).toContain('Retry-After');
    expect(headers('ready', 503)).toEqual(['Retry-After']);
    expect(headers('recoverOrg', 204)).toEqual(LIMITS);
  });

  it('takes If-Match where it changes a single object, and dry_run where it changes anything', () => {
    for (const [method, path, { parameters = [], responses }] of operations) {
      const names = parameters.map(({ $ref, name }) => $ref?.split('/').at(-1) ?? name);
      const isQuestion = path.includes('/check');
      const changes = method !== 'get' && !isQuestion;
      expect([method, path, names.includes('DryRun')]).toEqual([method, path, changes]);
      expect([method, path, names.includes('IfMatch')]).toEqual([method, path, ['put', 'delete'].includes(method)]);
      const schema = responses['200']?.content?.['application/json']?.schema ?? {};
      const either = JSON.stringify(schema.oneOf ?? [schema]);
      expect([method, path, either.includes('#/components/schemas/DryRun')]).toEqual([method, path, changes]);
    }
  });
});

const CODES: Record<string, string> = {
  400: 'BAD_REQUEST',
  401: 'AUTHENTICATION_FAILED',
  403: 'FORBIDDEN',
  404: 'RESOURCE_NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};
const NAMES: Record<string, string> = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'PayloadTooLarge',
  414: 'UriTooLong',
  415: 'UnsupportedMediaType',
  422: 'ValidationError',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};
