import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { KINDS, type Kind } from './change-set.dto';

/** What became of one change of a set. */
@CastellanSchema('ChangeResult')
export class ChangeResult {
  @ApiProperty({ enum: KINDS })
  kind!: Kind;

  @ApiProperty({
    type: String,
    description: 'The id of the object; of an assignment the user id',
    example: 'rl-developer',
  })
  id!: string;

  @ApiProperty({ type: Boolean, description: 'Whether the change created the object' })
  created!: boolean;
}

/** What became of a set. */
@CastellanSchema('ChangeSetResult')
export class ChangeSetResult {
  @ApiProperty({
    type: String,
    description: 'The revision that the set made; the one that it found when it changed nothing',
    example: '1.42',
  })
  revision!: string;

  @ApiProperty({ type: [ChangeResult], description: 'One for each change, in the same order' })
  results!: ChangeResult[];
}
