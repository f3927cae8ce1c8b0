import { RequirePermission } from '@castellan/nest';
import { Controller, Sse, type INestApplication, type MessageEvent } from '@nestjs/common';
import { interval, map, type Observable } from 'rxjs';
import { givenMember, openHosts, type Hosts } from './hosts';

/** An event every few milliseconds: Nest sends no headers before the first. */
const events = interval(10).pipe(map((at): MessageEvent => ({ data: String(at) })));

@Controller('orgs/:org_id')
class Streams {
  @Sse('each') @RequirePermission('reports:read') each(): Observable<MessageEvent> {
    return events;
  }
  @Sse('seldom') @RequirePermission('reports:read', { recheckSeconds: 3_600 }) seldom(): Observable<MessageEvent> {
    return events;
  }
}

let hosts: Hosts;
let app: INestApplication;
let url: string;
beforeAll(async () => {
  hosts = await openHosts();
  app = await hosts.start({ controllers: [Streams] });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => hosts.close());

/** A stream of events that is read as it comes. */
async function listen(
  path: string,
  user: string,
): Promise<{ status: number; next: () => Promise<string | null>; cancel: () => Promise<void> }> {
  const response = await fetch(`${url}${path}`, { headers: { 'x-user': user } });
  const reader = response.body?.getReader();
  return {
    status: response.status,
    cancel: async () => reader?.cancel(),
    async next() {
      for (let text = ''; ;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return null;
        text += Buffer.from(value as Uint8Array).toString();
        if (text.includes('data:')) return /data: (.*)/.exec(text)?.[1] ?? '';
      }
    },
  };
}

const suspend = (orgId: string): Promise<unknown> =>
  hosts.dataSource.query(
    `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
    [orgId],
  );

it('a stream of events ends at the next event after the right to it was lost', async () => {
  const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
  const stream = await listen(`/orgs/${orgId}/each`, 'bob');
  expect(await stream.next()).not.toBeNull();
  await suspend(orgId);
  // What was sent before is read first; without an end, the test runs out of time.
  let last = await stream.next();
  while (last !== null) last = await stream.next();
});

it('a stream that declares how often it asks again goes on until then', async () => {
  const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
  const stream = await listen(`/orgs/${orgId}/seldom`, 'bob');
  await suspend(orgId);
  const [sent] = [Number(await stream.next())];
  let seen = sent;
  while (seen < sent + 30) seen = Number((await stream.next()) ?? NaN);
  expect(seen).toBeGreaterThan(sent);
  await stream.cancel();
});

it('nobody listens who may not from the start', async () => {
  const orgId = await givenMember(hosts.dataSource, {});
  expect((await listen(`/orgs/${orgId}/each`, 'bob')).status).toBe(403);
});

it('how often a stream asks again must be a time', () => {
  for (const recheckSeconds of [0, -1, NaN, 4_000]) {
    expect(() => RequirePermission('reports:read', { recheckSeconds })).toThrow(
      '`recheckSeconds` must be between 0 and 3600',
    );
  }
});
