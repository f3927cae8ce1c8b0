import { STORED_STATUSES, formatScope, parseScope, valueError, type Issue } from '@castellan/core';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { nested } from '../http/to-dto';
import {
  converted,
  converting,
  described,
  description,
  describedAs,
  identifier,
  listOf,
  newUserId,
  notText,
  nullable,
  oneOf,
  text,
  timestamp,
} from '../http/rules';
import type { Rule } from '../http/rules';
import { MOST_MANUAL, type Membership } from '../assignments/membership';

/** The most users of a batch. */
export const MOST_USERS = 1_000;

/** Where a role is assigned: `*`, an id or `type/id`. */
export const assignmentScope: Rule = converting(
  described({ type: String }, (value) => {
    if (typeof value !== 'string') return [notText(value)];
    const scope = parseScope(value);
    if (scope === null) return [valueError([], 'the scope is not "*", an id or "type/id"', value)];
    return scope.kind === 'self' ? [valueError([], 'a role is not assigned within "$self"', value)] : [];
  }),
  (value) => formatScope(parseScope(value as string) ?? { kind: 'all' }),
);

export const future: Rule = converting(
  describedAs(timestamp, (value) => {
    const issues = timestamp(value);
    if (issues.length > 0 || Date.parse(value as string) > Date.now()) return issues;
    return [valueError([], 'must be in the future', value)];
  }),
  (value) => converted(timestamp, value),
);

/** The body of `POST members`. */
@CastellanSchema()
export class AssignMemberRoles {
  @Field(newUserId, { api: { example: 'carol' } })
  user_id!: string;

  @Field(listOf(identifier, { max: MOST_MANUAL }), { api: { example: ['rl-viewer'] } })
  role_ids!: string[];
}

const users = listOf(nested(AssignMemberRoles), { min: 1, max: MOST_USERS });

const usersOnce: Rule = converting(
  describedAs(users, (value) => {
    const issues = users(value);
    return issues.length > 0 ? issues : repeated(value as AssignMemberRoles[]);
  }),
  (value) => converted(users, value),
);

function repeated(named: readonly AssignMemberRoles[]): Issue[] {
  const seen = new Set<string>();
  return named.flatMap(({ user_id }, at) => {
    if (seen.has(user_id)) return [valueError([at, 'user_id'], 'is in the list twice', user_id)];
    seen.add(user_id);
    return [];
  });
}

/** The body of `POST members/batch`. */
@CastellanSchema()
export class AssignManyMemberRoles {
  @Field(usersOnce)
  members!: AssignMemberRoles[];
}

/** The body of `PUT members/{member_user_id}`. */
@CastellanSchema()
export class UpdateMember {
  @Field(oneOf(STORED_STATUSES), { optional: true })
  status?: Membership['status'];
}

/** The body of `PUT members/{user_id}/roles/{role_id}`: the scope says which assignment, the expiry is changed. */
@CastellanSchema()
export class GiveRole {
  @Field(assignmentScope, {
    optional: true,
    api: {
      default: '*',
      description: 'Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`',
    },
  })
  scope?: string;

  @Field(nullable(future), {
    optional: true,
    api: { description: 'When the assignment expires; must be in the future, null for never' },
  })
  expires_at?: Date | null;

  @Field(description, { optional: true, api: { description: 'Why the member has the role; null for no reason' } })
  reason?: string | null;
}

/** The path of a member's role. Its fields have rules so that a host's ValidationPipe knows them. */
export class MemberRolePath {
  @Field(text())
  org_id!: string;

  @Field(text())
  user_id!: string;

  @Field(text())
  role_id!: string;
}

/** The query of `DELETE members/{user_id}/roles/{role_id}`. */
export class TakeRole {
  @Field(assignmentScope, {
    optional: true,
    api: {
      description:
        'Where to revoke the role: `*`, an id, or `type/id`. Without it, the role is revoked at every scope.',
    },
  })
  scope?: string;
}
