// Compiled by types.test.ts: a line that should not compile and does is an error, too.
import {
  createCastellanClient,
  type ErrorEnvelope,
  type Schemas,
  type StatementsErrorBody,
  type ValidationErrors,
} from '@castellan/client';

const client = createCastellanClient({ baseUrl: 'http://127.0.0.1:3000', token: async () => 'token' });
const path = { org_id: 'acme' };

export async function right(): Promise<Schemas['Policy']> {
  const body = { name: 'On call', permissions: ['apps:read'] };
  const { data, error } = await client.POST('/v1/orgs/{org_id}/iam/policies', { params: { path }, body });
  if (error) {
    const either: ErrorEnvelope | ValidationErrors = error;
    throw new Error('detail' in either ? either.detail.map(({ msg }) => msg).join() : either.message);
  }
  return data;
}

export async function answers(): Promise<void> {
  const role = { organizationId: 'acme', roleId: 'rl-admin' };
  const second = await client.GET('/organizations/{organizationId}/roles/{roleId}', { params: { path: role } });
  const error: StatementsErrorBody | undefined = second.error;
  // @ts-expect-error the second face has no details
  void error?.details;
  const member = { params: { path: { ...path, member_user_id: 'bob' } } };
  const nothing = await client.DELETE('/v1/orgs/{org_id}/iam/members/{member_user_id}', member);
  const none: undefined = nothing.data;
  const tried = await client.dryRun.DELETE('/v1/orgs/{org_id}/iam/members/{member_user_id}', member);
  const lost: Array<{ user_id: string; permission: string }> | undefined = tried.data?.lost;
  void [none, lost];
}

export async function nullable(): Promise<void> {
  const body = { permission: 'apps:read' };
  const { data } = await client.POST('/v1/orgs/{org_id}/iam/check', { params: { path }, body });
  if (data === undefined) return;
  // @ts-expect-error a denial has no grant
  void data.by.role_id;
  const roleId: string | null | undefined = data.by?.role_id;
  const organisation = await client.GET('/v1/orgs/{org_id}', { params: { path } });
  // @ts-expect-error an organisation need not have a connection
  void organisation.data?.sso_connection.issuer;
  void roleId;
}

export async function onlyWhenUnchanged(tag: string): Promise<void> {
  const params = { path: { ...path, policy_id: 'pol-1' }, header: { 'If-Match': tag } };
  await client.PUT('/v1/orgs/{org_id}/iam/policies/{policy_id}', { params, body: { name: 'B' } });
  // @ts-expect-error a list has no tag
  await client.GET('/v1/orgs/{org_id}/iam/policies', { params });
}

export async function wrong(): Promise<void> {
  // @ts-expect-error a path that is none
  await client.GET('/v1/orgs/{org_id}/iam/policy', { params: { path } });
  // @ts-expect-error a method that the path does not have
  await client.PUT('/v1/orgs/{org_id}/iam/policies', { params: { path } });
  // @ts-expect-error a path without its organisation
  await client.GET('/v1/orgs/{org_id}/iam/policies', { params: { path: {} } });
  // @ts-expect-error a parameter of the query that is none
  await client.GET('/v1/orgs/{org_id}/iam/policies', { params: { path, query: { page: 2 } } });
  // @ts-expect-error a body without a name
  await client.POST('/v1/orgs/{org_id}/iam/policies', { params: { path }, body: { permissions: [] } });
  const body = { name: 'A', permissions: [], effect: 'maybe' as const };
  // @ts-expect-error an effect that is none
  await client.POST('/v1/orgs/{org_id}/iam/policies', { params: { path }, body });
  // @ts-expect-error no body
  await client.POST('/v1/orgs/{org_id}/iam/policies', { params: { path } });
  const { data } = await client.GET('/v1/orgs/{org_id}/iam/policies', { params: { path } });
  // @ts-expect-error what an answer does not have
  void data?.items;
  // @ts-expect-error there is data only when there is no error
  void data.policies;
  // @ts-expect-error what only reads is not tried
  void client.dryRun.GET;
}

// @ts-expect-error a client without a token
createCastellanClient({ baseUrl: 'http://127.0.0.1:3000' });
