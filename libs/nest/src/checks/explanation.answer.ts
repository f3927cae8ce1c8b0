import { ApiProperty, OmitType } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { CheckAnswer, PathAnswer } from './check.answer';

/** What a denied question would need. */
@CastellanSchema('Missing')
export class MissingAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The narrowest permission that would allow it; null when none would',
  })
  permission!: string | null;

  @ApiProperty({ type: Boolean, description: 'What contains the resource must be known first: register it' })
  containers!: boolean;

  @ApiProperty({ type: Boolean, description: 'A deny must be removed first: no permission helps against it' })
  deny!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'What to do' })
  hint!: string | null;
}

/** A role of the organisation that would give what is missing. */
@CastellanSchema('GivingRole')
export class GivingRoleAnswer {
  @ApiProperty({ type: String, example: 'rl-viewer' })
  role_id!: string;

  @ApiProperty({ type: String })
  name!: string;
}

/** An answer with every path that leads to it. */
@CastellanSchema('Explanation')
export class ExplanationAnswer extends CheckAnswer {
  @ApiProperty({ type: [PathAnswer], maxItems: 100, description: 'The grants that allow it' })
  allows!: PathAnswer[];

  @ApiProperty({ type: [PathAnswer], maxItems: 100, description: 'The grants that deny it, which wins' })
  denies!: PathAnswer[];

  @ApiProperty({
    type: [PathAnswer],
    maxItems: 100,
    description: 'Denies that would apply in a container that is not known',
  })
  could_deny!: PathAnswer[];

  @ApiProperty({
    type: [PathAnswer],
    maxItems: 100,
    description: 'Allows of the same permission that do not reach the resource',
  })
  elsewhere!: PathAnswer[];

  @ApiProperty({ type: Boolean, description: 'A list is incomplete' })
  truncated!: boolean;

  @ApiProperty({ type: MissingAnswer, nullable: true })
  missing!: MissingAnswer | null;

  @ApiProperty({
    type: GivingRoleAnswer,
    isArray: true,
    maxItems: 100,
    nullable: true,
    description:
      'Roles that would make it allowed if they were assigned at `*`, of those that the caller may read; null when it ' +
      'may read none',
  })
  roles!: GivingRoleAnswer[] | null;
}

/** An answer of an earlier moment, with every path that led to it. */
@CastellanSchema('PastExplanation')
export class PastExplanationAnswer extends OmitType(ExplanationAnswer, ['missing', 'roles']) {
  @ApiProperty({
    type: [String],
    maxItems: 100,
    description:
      'Permissions of that time that the present schema does not know: what they granted or denied cannot be determined',
  })
  undetermined!: string[];
}
