import { ApiProperty } from '@nestjs/swagger';
import { ChangeSetResult } from '../change-sets/change-set.answer';
import { CastellanSchema } from '../http/castellan-schema';

/** A part of a change that was not reverted. */
@CastellanSchema('NotReverted')
export class NotReverted {
  @ApiProperty({ type: String, example: 'assignment' })
  kind!: string;

  @ApiProperty({ type: String, description: 'The id of the object; of an assignment the user id' })
  id!: string;

  @ApiProperty({
    enum: ['directory', 'default', 'expired'],
    description: 'The directory or the default roles decide it, or it has expired',
  })
  reason!: 'directory' | 'default' | 'expired';
}

/** What became of a revert. */
@CastellanSchema('RevertResult')
export class RevertResult extends ChangeSetResult {
  @ApiProperty({ type: [NotReverted], description: 'What was left as it is' })
  left_out!: NotReverted[];
}
