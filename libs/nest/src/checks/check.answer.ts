import { EFFECTS, ORIGINS, type Decision, type Grant, type Origin, type Reason } from '@castellan/core';
import { DECISION_REASONS, formatPermission, formatScope } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import type { Reader } from '../access/reader';

/** How a role came to a member. */
@CastellanSchema('Assignment')
export class AssignmentAnswer {
  @ApiProperty({
    type: String,
    description: 'Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`',
    example: '*',
  })
  scope!: string;

  @ApiProperty({ enum: ORIGINS })
  origin!: Origin;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expires_at!: string | null;
}

/** A grant on its path from a member to a permission. */
@CastellanSchema('Path')
export class PathAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'rl-viewer',
    description: 'Null when the caller may not read it',
  })
  role_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'pol-viewer',
    description: 'Null when the caller may not read it',
  })
  policy_id!: string | null;

  @ApiProperty({ enum: EFFECTS })
  effect!: Grant['effect'];

  @ApiProperty({ type: String, description: 'The permission in the policy, in canonical form', example: 'apps:*:read' })
  permission!: string;

  @ApiProperty({ type: AssignmentAnswer })
  assignment!: AssignmentAnswer;

  /** A grant of the member `userId`; its role and policy where the reader may read them. Members see their own. */
  static fromGrant(grant: Grant, userId: string, reader: Reader): PathAnswer {
    const { roleId, policyId, effect, permission, within, origin, expiresAt } = grant;
    const expires_at = expiresAt === null ? null : new Date(expiresAt).toISOString();
    const own = userId === reader.id;
    const seesRole = own || reader.mayRead('roles', roleId);
    return {
      role_id: seesRole || reader.mayRead('members', userId) ? roleId : null,
      policy_id: seesRole || reader.mayRead('policies', policyId) ? policyId : null,
      effect,
      permission: formatPermission(permission),
      assignment: { scope: formatScope(within), origin, expires_at },
    };
  }
}

/** The answer to a question. */
@CastellanSchema('Check')
export class CheckAnswer {
  @ApiProperty({ type: Boolean })
  allowed!: boolean;

  @ApiProperty({ enum: DECISION_REASONS })
  reason!: Reason;

  @ApiProperty({ type: PathAnswer, nullable: true, description: 'The grant that decided; null when no grant did' })
  by!: PathAnswer | null;

  @ApiPropertyOptional({
    type: String,
    description:
      'What to do about a refusal whose cause is easily missed: the resource is not registered (the most common one), the ' +
      'question is about the whole organisation, or the permission does not exist',
  })
  hint?: string;

  /** The answer about the member `userId`, as the reader may see it. */
  static fromDecision(
    { allowed, reason, by }: Decision,
    userId: string,
    reader: Reader,
    hint: string | null,
  ): CheckAnswer {
    return {
      allowed,
      reason,
      by: by === null ? null : PathAnswer.fromGrant(by, userId, reader),
      ...(hint !== null && { hint }),
    };
  }
}

/** The answers of a batch, in the order of its questions. */
@CastellanSchema('Checks')
export class ChecksAnswer {
  @ApiProperty({ type: [CheckAnswer] })
  answers!: CheckAnswer[];
}
