import type { Decision, Grant, Origin, Reason } from '@castellan/core';
import { formatPermission, formatScope } from '@castellan/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** Every reason of an answer, for the document. */
const REASONS: readonly Reason[] = [
  'granted',
  'denied',
  'no-grant',
  'context-missing',
  'unknown-permission',
  'suspended',
  'not-a-member',
];

/** How a role came to a member. */
@ApiSchema({ name: 'Assignment' })
export class AssignmentAnswer {
  @ApiProperty({
    type: String,
    description: 'Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`',
    example: '*',
  })
  scope!: string;

  @ApiProperty({ enum: ['manual', 'default', 'sso'] })
  origin!: Origin;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expires_at!: string | null;
}

/** A grant on its path from a member to a permission. */
@ApiSchema({ name: 'Path' })
export class PathAnswer {
  @ApiProperty({ type: String, example: 'rl-viewer' })
  role_id!: string;

  @ApiProperty({ type: String, example: 'pol-viewer' })
  policy_id!: string;

  @ApiProperty({ enum: ['allow', 'deny'] })
  effect!: Grant['effect'];

  @ApiProperty({ type: String, description: 'The permission in the policy, in canonical form', example: 'apps:*:read' })
  permission!: string;

  @ApiProperty({ type: AssignmentAnswer })
  assignment!: AssignmentAnswer;

  static of({ roleId, policyId, effect, permission, within, origin, expiresAt }: Grant): PathAnswer {
    const expires_at = expiresAt === null ? null : new Date(expiresAt).toISOString();
    return {
      ...{ role_id: roleId, policy_id: policyId, effect, permission: formatPermission(permission) },
      assignment: { scope: formatScope(within), origin, expires_at },
    };
  }
}

/** The answer to a question. */
@ApiSchema({ name: 'Check' })
export class CheckAnswer {
  @ApiProperty({ type: Boolean })
  allowed!: boolean;

  @ApiProperty({ enum: REASONS })
  reason!: Reason;

  @ApiProperty({ type: PathAnswer, nullable: true, description: 'The grant that decided; null when no grant did' })
  by!: PathAnswer | null;

  static of({ allowed, reason, by }: Decision): CheckAnswer {
    return { allowed, reason, by: by === null ? null : PathAnswer.of(by) };
  }
}

/** The answers of a batch, in the order of its questions. */
@ApiSchema({ name: 'Checks' })
export class ChecksAnswer {
  @ApiProperty({ type: [CheckAnswer] })
  answers!: CheckAnswer[];
}
