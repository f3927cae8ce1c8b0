import type { Response } from 'supertest';
import { createDocument } from '../../apps/server/src/docs';
import { DocumentedAnswers } from '../support/documented-answers';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
let answers: DocumentedAnswers;
let good: Response;
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  answers = new DocumentedAnswers(createDocument(server.running.app));
  good = await team.alice.get(`${team.path}/policies/pol-admin`).expect(200);
});
afterAll(() => server.close());

const problems = (change: Partial<Response>, request: { method?: string; path?: string } = {}): string[] => {
  const { status, type, text, headers, body } = good;
  const path = `${team.path}/policies/pol-admin`;
  return answers.problems({ method: 'GET', path, ...request }, {
    status,
    type,
    text,
    headers,
    body,
    ...change,
  } as Response);
};

describe('the check of every answer against the document', () => {
  it('accepts an answer as the service gives it', () => expect(problems({})).toEqual([]));

  it('rejects an undocumented status, content type or body', () => {
    expect(problems({ status: 202 })).toEqual(['the status 202 is not documented']);
    expect(problems({ type: 'text/html' })).toEqual(['the content type text/html is not documented']);
    expect(problems({ status: 204, text: 'x' }, { method: 'DELETE' })).toContain('a body is not documented');
  });

  it('rejects a body that lacks a property, has another one or has one of another type', () => {
    const { name, ...unnamed } = good.body;
    expect(problems({ body: unnamed })).toEqual([expect.stringContaining("must have required property 'name'")]);
    expect(problems({ body: { ...good.body, name: 1 } })).toEqual([expect.stringContaining('must be string')]);
    expect(problems({ body: { ...good.body, label: name } })).toEqual([expect.stringContaining('"label"')]);
    expect(problems({ body: { ...good.body, created_at: 'today' } })).toEqual([expect.stringContaining('date-time')]);
  });

  it('rejects a missing, undocumented or malformed header', () => {
    const { etag: _, ...untagged } = good.headers;
    expect(problems({ headers: untagged })).toEqual(['the header ETag is missing']);
    const retried = { ...good.headers, 'retry-after': '1' };
    expect(problems({ headers: retried })).toEqual(['the header Retry-After is not documented']);
    const revised = { ...good.headers, 'castellan-revision': 'new' };
    expect(problems({ headers: revised })).toEqual([expect.stringContaining('Castellan-Revision must match pattern')]);
  });

  it('rejects a reason of a conflict that the operation does not name', async () => {
    const conflict = await team.alice.put(`${team.path}/policies/pol-admin`, { name: 'Other' }).expect(409);
    const { status, body, headers } = conflict;
    expect(problems({ status, body, headers }, { method: 'PUT' })).toEqual([]);
    const other = { ...body, details: { reason: 'not_empty' } };
    expect(problems({ status, body: other, headers }, { method: 'PUT' })).toEqual([
      'the reason not_empty is not documented',
    ]);
  });

  it('leaves out what the document does not have', () => {
    expect(problems({ status: 405 }, { method: 'PATCH' })).toEqual([]);
    expect(problems({ status: 202 }, { path: '/docs' })).toEqual([]);
  });

  it('fails the request of a test', async () => {
    const undocumented = createDocument(server.running.app);
    expect(createDocument(server.running.app)).toEqual(undocumented);
    delete undocumented.paths['/v1/orgs']?.get?.responses['200'];
    const strict = new DocumentedAnswers(undocumented);
    const request = team.alice.get('/v1/orgs').expect((answer) => {
      const found = strict.problems({ method: 'GET', path: '/v1/orgs' }, answer);
      if (found.length > 0) throw new Error(found.join());
    });
    await expect(request.then(() => null)).rejects.toThrow('the status 200 is not documented');
  });
});
