// Compiled by types.test.ts: a line that should not compile and does is an error, too.
import {
  CastellanApiError,
  ConflictError,
  createCastellanClient,
  PermissionDeniedError,
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

export async function methods(): Promise<void> {
  const bound = createCastellanClient({ baseUrl: 'http://127.0.0.1:3000', token: 'token', organization: 'acme' });
  const policy: Schemas['Policy'] = await bound.policies.create({ name: 'On call', permissions: ['apps:read'] });
  const changed = await bound.policies.update(policy.policy_id, { name: 'B' }, { ifMatch: policy });
  // @ts-expect-error who may change a policy need not be allowed to read it
  void changed.permissions;
  if ('permissions' in changed) void changed.permissions;
  const nothing: void = await bound.policies.delete(policy.policy_id);
  const page = await bound.members.list({ limit: 5 });
  // @ts-expect-error the last page has no cursor
  await bound.members.list({ cursor: page.next_cursor });
  await bound.members.list({ cursor: page.next_cursor ?? undefined });
  for await (const { full_name } of bound.members.all()) {
    // @ts-expect-error a member need not have a name
    void full_name.length;
  }
  const tried: Schemas['DryRun'] = await bound.dryRun.members.takeRole('bob', 'rl-viewer', { scope: '*' });
  // @ts-expect-error a list is no change, which could be tried
  void bound.dryRun.policies.list;
  // @ts-expect-error a body without what it needs
  await bound.policies.create({ permissions: [] });
  // @ts-expect-error a resource needs its type and its id
  await bound.resources.get('apps');
  void [nothing, tried];
}

export function errors(error: unknown): string | undefined {
  if (error instanceof ConflictError) return error.details.existing_id;
  if (error instanceof PermissionDeniedError) return error.details.missing?.join();
  // @ts-expect-error a number
  if (error instanceof CastellanApiError) return error.status;
  return undefined;
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
