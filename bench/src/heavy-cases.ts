import { CHIEF, HEAVY_MEMBERS, HEAVY_ROLES, type Weight } from './heavy-organisation';
import { ADMIN } from './servers';

/** A request to a heavy organisation that its size makes dear. */
export interface HeavyCase {
  readonly name: string;
  readonly user: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the organisation's own path of the IAM API, or whole where it starts with a slash. */
  readonly path: string;
  readonly body?: unknown;
  /** The statuses that are right; 200 when absent. */
  readonly status?: readonly number[];
}

const { nobody, roles, most, scopes } = HEAVY_MEMBERS;
const asked = 'models:read';
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

const read = (name: string, path: string, user = ADMIN): HeavyCase => ({ name, user, method: 'GET', path });
/** About a member whose roles have more permissions than a process decides about. */
const refused = (each: HeavyCase): HeavyCase => ({ ...each, status: [503] });
const tried = (name: string, method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): HeavyCase => ({
  name,
  user: ADMIN,
  method,
  path: `${path}?dry_run=true`,
  body,
  status: [200, 503],
});

/** What an organisation of this weight can be asked. */
export function heavyCases(orgId: string, weight: Weight): HeavyCase[] {
  const statements = `/organizations/${orgId}/roles`;
  return [...readCases(statements), ...changeCases(statements, weight)];
}

function readCases(statements: string): HeavyCase[] {
  const question = { permission: asked, resource: { type: 'models', id: 'm-1-1' } };
  return [
    refused(read('first check of 1,000 roles', 'me', roles)),
    read('first check of 140 roles', 'me', most),
    read('first check of 1,000 scopes', 'me', scopes),
    { name: 'check of 140 roles', user: most, method: 'POST', path: 'check', body: question },
    { name: 'check of 1,000 scopes', user: scopes, method: 'POST', path: 'check', body: question },
    read('explain of a member without any right', `members/${nobody}/explain?permission=${asked}`),
    read('explain of 140 roles', `members/${most}/explain?permission=${asked}`),
    read('explain of 1,000 scopes', `members/${scopes}/explain?permission=${asked}&resource_id=m-1-1`),
    read('member with 1,000 roles', `members/${roles}`),
    read('permissions of 140 roles', `members/${most}/permissions`),
    read('permissions of 1,000 scopes', `members/${scopes}/permissions`),
    read('members page of 200', 'members?limit=200'),
    read('roles page of 200', 'roles?limit=200'),
    read('policies page of 200', 'policies?limit=200'),
    read('roles page of the Roles API', `${statements}?maxResults=100`),
    read('who can, one holder', 'permissions/secrets:delete/members'),
    read('who can, all of them', `permissions/${asked}/members`),
    read('who can, by a member of 60 scopes', `permissions/${asked}/members`, CHIEF),
    read('audit page of 200', 'audit?limit=200'),
  ];
}

function changeCases(statements: string, { permissionsOfPolicy, policiesOfRole, policies }: Weight): HeavyCase[] {
  const permissions = numbers(permissionsOfPolicy).map((at) => `models:m-10-${at + 1}:read`);
  const other = numbers(policiesOfRole).map((at) => `pol-heavy-${(policies >> 1) + at}`);
  const resources = numbers(300).map((at) => `nothing${at}`);
  const actions = numbers(300).map((at) => `never${at}`);
  return [
    {
      name: 'rights check, 60 scopes x 10,000',
      user: CHIEF,
      method: 'POST',
      path: 'policies?dry_run=true',
      body: { name: 'Of a chief', permissions },
    },
    tried('dry run: all policies of a role replaced', 'PUT', `roles/${HEAVY_ROLES.scoped}`, { policy_ids: other }),
    tried('dry run: 10,000 permissions to half of the members', 'PUT', `roles/${HEAVY_ROLES.shared}`, {
      policy_ids: other,
    }),
    tried('dry run: a policy of 1,000 emptied', 'PUT', 'policies/pol-heavy-10', { permissions: [] }),
    tried('dry run: a member of 1,000 roles removed', 'DELETE', `members/${roles}`),
    tried('dry run: a deny to a member of 1,000 roles', 'PUT', `policies/pol-own`, { effect: 'deny' }),
    {
      name: 'a rejected body of statements',
      user: ADMIN,
      method: 'POST',
      path: statements,
      body: { name: 'Wrong', policies: [{ resources, actions, effect: 'allow' }] },
      status: [422],
    },
    {
      name: '1,000 members assigned in a batch',
      user: ADMIN,
      method: 'POST',
      path: 'members/batch',
      body: { members: numbers(1_000).map((at) => ({ user_id: `new-${at}`, role_ids: [HEAVY_ROLES.own] })) },
    },
    {
      name: 'a role of 10,000 members deleted',
      user: ADMIN,
      method: 'DELETE',
      path: `roles/${HEAVY_ROLES.shared}`,
      status: [204],
    },
  ];
}
