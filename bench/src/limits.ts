import {
  compileMember,
  compileRole,
  parseScope,
  type CompiledMember,
  type PermissionSchema,
  type RoleSource,
} from '../../libs/core/dist';
import type { Query } from './databases';

/** How much a member has; what is granted on ids is distinct throughout. */
export interface Size {
  readonly userId: string;
  /** What is special about it. */
  readonly name: string;
  readonly roles: number;
  /** Of each role, each in a workspace of its own; one is everywhere. */
  readonly assignments: number;
  readonly policies: number;
  readonly permissions: number;
}

/** What is usual, each limit alone, and all of them at once. */
export const SIZES: readonly Size[] = [
  { userId: 'usual', name: 'usual', roles: 2, assignments: 1, policies: 3, permissions: 10 },
  {
    userId: 'permissions',
    name: '1,000 permissions a policy',
    roles: 2,
    assignments: 1,
    policies: 3,
    permissions: 1_000,
  },
  { userId: 'policies', name: '100 policies a role', roles: 2, assignments: 1, policies: 100, permissions: 10 },
  { userId: 'roles', name: '100 assignments, of 100 roles', roles: 100, assignments: 1, policies: 3, permissions: 10 },
  {
    userId: 'places',
    name: '100 assignments, in 100 places',
    roles: 1,
    assignments: 100,
    policies: 3,
    permissions: 10,
  },
  { userId: 'all', name: 'all limits at once', roles: 1, assignments: 100, policies: 10, permissions: 1_000 },
];

/** What is asked of everybody: the first is granted by the last permission of the last role, the second by none. */
export const QUESTIONS = [
  { type: 'models', action: 'read' },
  { type: 'models', action: 'write' },
] as const;

/** The id that both questions are about. */
export const thingOf = ({ roles, policies, permissions }: Size): string =>
  idOf(roles - 1, policies - 1, permissions - 1);

const idOf = (role: number, policy: number, at: number): string => `m-${role}-${policy}-${at}`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

function rolesOf({ userId, roles, policies, permissions }: Size): RoleSource[] {
  return numbers(roles).map((role) => ({
    roleId: `rl-${userId}-${role}`,
    policies: numbers(policies).map((policy) => ({
      policyId: `pol-${userId}-${role}-${policy}`,
      effect: 'allow' as const,
      permissions: numbers(permissions).map((at) => `models:${idOf(role, policy, at)}:read`),
    })),
  }));
}

// The first is everywhere, so that the questions are answered alike.
const scopesOf = ({ assignments }: Size): string[] => numbers(assignments).map((at) => (at === 0 ? '*' : `ws-${at}`));

/** A member of this size, ready for deciding. */
export function compiled(schema: PermissionSchema, size: Size): CompiledMember {
  const assigned = rolesOf(size).flatMap((source) => {
    const role = compileRole(schema, source);
    return scopesOf(size).map((scope) => {
      const within = parseScope(scope);
      if (within === null) throw new Error(`${scope} is no scope`);
      return { role, scope: within, origin: 'manual' as const, expiresAt: null };
    });
  });
  return compileMember({ userId: size.userId, status: 'active' }, assigned, Date.now());
}

/** Writes a member of this size past the service. */
export async function store(query: Query, orgId: string, size: Size): Promise<void> {
  await query('insert into castellan.member (org_id, user_id) values ($1, $2)', [orgId, size.userId]);
  for (const { roleId, policies } of rolesOf(size)) {
    await query('insert into castellan.role (org_id, role_id, name, name_key) values ($1, $2, $2, $2)', [
      orgId,
      roleId,
    ]);
    for (const [position, { policyId, permissions }] of policies.entries()) {
      await query(
        `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
         values ($1, $2, $2, $2, 'allow', $3)`,
        [orgId, policyId, permissions],
      );
      await query('insert into castellan.role_policy (org_id, role_id, policy_id, position) values ($1, $2, $3, $4)', [
        orgId,
        roleId,
        policyId,
        position,
      ]);
    }
    await query(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin)
       select $1, $2, $3, scope, 'manual' from unnest($4::text[]) scope`,
      [orgId, size.userId, roleId, scopesOf(size)],
    );
  }
}
