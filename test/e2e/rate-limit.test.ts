import type { Response } from 'supertest';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { rateLimit: 20 } });
});
afterAll(() => server.close());

const statuses = (answers: readonly Response[]): number[] => [...new Set(answers.map(({ status }) => status))].sort();

describe('the rate limit', () => {
  it('refuses a caller who asks too often, in the envelope, and nobody else', async () => {
    const { path, member } = await givenTeam(server);
    await member('bob');
    await member('carol');
    const answers: Response[] = [];
    for (let i = 0; i < 25; i++) answers.push(await server.as('bob').get(`${path}/me`));
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);
    const [first, last] = [answers[0] as Response, answers[24] as Response];
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '20', 'ratelimit-remaining': '19' });
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect(last.headers).toMatchObject({ 'ratelimit-remaining': '0' });
    expect(last.body).toMatchObject({ error: 'TOO_MANY_REQUESTS', status_code: 429, details: {} });
    expect((await server.as('carol').get(`${path}/me`)).status).toBe(200);
  });

  it('bounds guesses of tokens by address, whoever they claim to be, and never locks probes out', async () => {
    const own = await startTestServer({ config: { rateLimit: 3 } });
    const guesses: Response[] = [];
    for (let i = 0; i < 35; i++) guesses.push(await own.as(`user-${i}`, { aud: 'other' }).get('/v1/orgs'));
    expect(statuses(guesses.slice(0, 30))).toEqual([401]);
    expect(statuses(guesses.slice(30))).toEqual([429]);
    expect((await own.anonymous.get('/health/live')).status).toBe(200);
    await own.close();
  });
});
