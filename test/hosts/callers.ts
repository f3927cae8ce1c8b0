import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { WebSocket } from 'ws';
import type { StartedHost } from './started-host';

/** Reads invoice `inv-1` of `acme` as a user; answers `allowed`, or why not: the reason of a 403, the code of anything else. */
export type Ask = (host: StartedHost, user: string | null) => Promise<string>;

/** What the matrix of callers is answered on every transport. */
export const ANSWERS = {
  anonymous: 'AUTHENTICATION_FAILED',
  'not a member': 'not-a-member',
  'a member without the right': 'no-grant',
  'a member with the right': 'allowed',
  'the same, suspended meanwhile': 'suspended',
};

interface Body {
  readonly error?: string;
  readonly details?: { readonly reason?: string };
}

const asUser = (user: string | null): Record<string, string> => (user === null ? {} : { 'x-user': user });
const refused = ({ error, details }: Body): string => details?.reason ?? error ?? 'refused without a word';

/** Over HTTP. */
export const http: Ask = async ({ url }, user) => {
  const response = await fetch(`${url}/orgs/acme/invoices/inv-1`, { headers: asUser(user) });
  const body = (await response.json()) as Body & { id?: string };
  return response.status === 200 && body.id === 'inv-1' ? 'allowed' : refused(body);
};

/** A query of GraphQL. */
export const graphql: Ask = async ({ url }, user) => {
  const headers = { ...asUser(user), 'x-org': 'acme', 'content-type': 'application/json' };
  const query = '{ invoice(id: "inv-1") { id } }';
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as {
    data: { invoice: { id: string } } | null;
    errors?: Array<{ extensions: Body }>;
  };
  return data?.invoice?.id === 'inv-1' ? 'allowed' : refused(errors?.[0]?.extensions ?? {});
};

/** A message to a gateway on `ws`. */
export const gateway: Ask = async ({ url }, user) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { ...asUser(user), 'x-org': 'acme' } });
  const answer = new Promise<string>((done, fail) => {
    socket.on('error', fail).on('message', (text) => done(String(text)));
    socket.on('open', () => socket.send(JSON.stringify({ event: 'read', data: { id: 'inv-1' } })));
  });
  const { event, data } = JSON.parse(await answer) as { event: string; data: Body & { id?: string } };
  socket.close();
  return event === 'read' && data.id === 'inv-1' ? 'allowed' : refused(data);
};

/** A message to a TCP microservice. */
export const tcp: Ask = async ({ tcpPort }, user) => {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port: tcpPort } });
  const message = { ...(user === null ? {} : { user }), org: 'acme', id: 'inv-1' };
  try {
    const answer: Body & { id?: string } = await lastValueFrom(client.send('read', message));
    return answer.id === 'inv-1' ? 'allowed' : refused(answer);
  } catch (error) {
    return refused(error as Body);
  } finally {
    await client.close();
  }
};

/** Every caller's answer on one transport. The Admin `alice` makes members of that transport's own by the IAM API. */
export async function answersTo(host: StartedHost, ask: Ask, name: string): Promise<Record<string, string>> {
  const [reader, other] = [`reader-${name}`, `other-${name}`];
  await member(host, reader, ['invoices:inv-1:read']);
  await member(host, other, ['invoices:inv-2:read', 'invoices:inv-1:approve']);
  const before = {
    anonymous: await ask(host, null),
    'not a member': await ask(host, 'mallory'),
    'a member without the right': await ask(host, other),
    'a member with the right': await ask(host, reader),
  };
  await iam(host, 'PUT', `/members/${reader}`, { status: 'suspended' });
  return { ...before, 'the same, suspended meanwhile': await ask(host, reader) };
}

/** What becomes of an invoice and its reader that a host makes in one transaction of its own, which fails or does not. */
export async function madeTogether(host: StartedHost, fails: boolean): Promise<{ status: number; reads: string }> {
  const [id, reader] = [`inv-made-${fails}`, `reader-made-${fails}`];
  const path = `${host.url}/orgs/acme/invoices`;
  const headers = { 'x-user': 'alice', 'content-type': 'application/json' };
  const { status } = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ id, reader, fails }) });
  const response = await fetch(`${path}/${id}`, { headers: asUser(reader) });
  return { status, reads: response.status === 200 ? 'allowed' : refused((await response.json()) as Body) };
}

/** Makes a member with some permissions. */
export async function member(host: StartedHost, userId: string, permissions: readonly string[]): Promise<void> {
  const { policy_id } = await iam(host, 'POST', '/policies', { name: userId, permissions });
  const { role_id } = await iam(host, 'POST', '/roles', { name: userId, policy_ids: [policy_id] });
  await iam(host, 'POST', '/members', { user_id: userId, role_ids: [role_id] });
}

/** A change by the IAM API, as `alice`. @throws Error for any other answer than a 2xx */
async function iam({ url }: StartedHost, method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'x-user': 'alice', 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/orgs/acme/iam${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
