import type { CompiledRole } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import { isAbout, reach, type Decision, type Question } from './decide';
import type { Grant } from './grant';
import { parsePermission } from './permission';
import type { PermissionSchema } from './schema';
import { ALL } from './scope';
import { check } from './check';

type RoleGrant = Pick<Grant, 'permission' | 'effect' | 'roleId' | 'policyId'>;

/** The grants of a role, and those of them that are about a name, by its index. */
interface ReadRole {
  readonly all: readonly Grant[];
  readonly about: Map<number, readonly RoleGrant[]>;
}

// Kept beside the roles and not in them: most roles are never asked what a decision rests on.
const readRoles = new WeakMap<CompiledRole, ReadRole>();

/**
 * Decides a question about a compiled member, and says by which grant: the answer of `decide`, without reading the
 * member's grants one by one.
 * @param now milliseconds since the epoch
 */
export function judge(schema: PermissionSchema, member: CompiledMember, question: Question, now: number): Decision {
  const index = schema.indexOf(question);
  const reason = check(member, index, question.target, now);
  const allowed = reason === 'granted';
  if (!allowed && reason !== 'denied') return { allowed, reason, by: null };
  return { allowed, reason, by: ground(schema, asOf(member, now), question, allowed ? 'allow' : 'deny') };
}

/** The first grant with this effect that reaches the question, in the order of `decide`. */
function ground(
  schema: PermissionSchema,
  { assigned, userId }: CompiledMember,
  question: Question,
  effect: Grant['effect'],
): Grant | null {
  const { target } = question;
  const ids = new Set([target?.id, ...(target?.containers ?? []).map(({ id }) => id)]);
  for (const { role, scope: within, origin, expiresAt } of assigned) {
    for (const grant of grantsAbout(schema, role, question)) {
      const { scope } = grant.permission;
      // Most of many grants are on other ids: they are passed over before anything is made for them.
      if (target !== undefined && 'id' in scope && !ids.has(scope.id)) continue;
      if (grant.effect !== effect || reach({ ...grant, within }, question, userId) !== 'yes') continue;
      return { ...grant, within, origin, expiresAt };
    }
  }
  return null;
}

/** The grants of a role that are about a name, read from its texts once. */
function grantsAbout(schema: PermissionSchema, role: CompiledRole, question: Question): readonly RoleGrant[] {
  const index = schema.indexOf(question);
  if (role.flags[index] === 0) return [];
  const read = readRoles.get(role) ?? { all: readGrants(role), about: new Map<number, readonly RoleGrant[]>() };
  readRoles.set(role, read);
  const grants = read.about.get(index) ?? read.all.filter((grant) => isAbout(schema, grant, question, 0));
  read.about.set(index, grants);
  return grants;
}

function readGrants({ source: { roleId, policies } }: CompiledRole): Grant[] {
  return policies.flatMap(({ policyId, effect, permissions }) =>
    permissions.map((text) => ({
      ...{ permission: parsePermission(text), effect, roleId, policyId },
      ...{ within: ALL, origin: 'manual', expiresAt: null },
    })),
  );
}
