import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CheckAnswer, PathAnswer } from './check.answer';

/** What a denied question would need. */
@ApiSchema({ name: 'Missing' })
export class MissingAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The narrowest permission that would allow it' })
  permission!: string | null;

  @ApiProperty({ type: Boolean, description: 'What contains the resource must be known first: register it' })
  containers!: boolean;
}

/** A role of the organisation that would give what is missing. */
@ApiSchema({ name: 'GivingRole' })
export class GivingRoleAnswer {
  @ApiProperty({ type: String, example: 'rl-viewer' })
  role_id!: string;

  @ApiProperty({ type: String })
  name!: string;
}

/** An answer with every path that leads to it. */
@ApiSchema({ name: 'Explanation' })
export class ExplanationAnswer extends CheckAnswer {
  @ApiProperty({ type: [PathAnswer], description: 'The grants that allow it' })
  allows!: PathAnswer[];

  @ApiProperty({ type: [PathAnswer], description: 'The grants that deny it, which wins' })
  denies!: PathAnswer[];

  @ApiProperty({ type: [PathAnswer], description: 'Denies that would apply in a container that is not known' })
  could_deny!: PathAnswer[];

  @ApiProperty({ type: [PathAnswer], description: 'Allows of the same permission that do not reach the resource' })
  elsewhere!: PathAnswer[];

  @ApiProperty({ type: MissingAnswer, nullable: true })
  missing!: MissingAnswer | null;

  @ApiProperty({
    type: [GivingRoleAnswer],
    description: 'Roles that would make it allowed if they were assigned at `*`',
  })
  roles!: GivingRoleAnswer[];
}
