import { EFFECTS, type Effect } from '@castellan/core';
import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';

/** A statement of a role: every resource with every action. */
@CastellanSchema('Statement')
export class StatementAnswer implements Statement {
  @ApiProperty({ type: [String], example: ['apps', 'endpoints:ws-1'], description: '`*`, `type` or `type:scope`' })
  resources!: string[];

  @ApiProperty({ type: [String], example: ['read'], description: 'Names of actions, or `*`' })
  actions!: string[];

  @ApiProperty({ enum: EFFECTS })
  effect!: Effect;

  /** Shows a statement, in the order of its fields. */
  static fromStatement({ resources, actions, effect }: Statement): StatementAnswer {
    return { resources, actions, effect };
  }
}

/** What a role's own policy was made from, as it was written: every resource with every action. */
export interface Statement {
  readonly resources: string[];
  readonly actions: string[];
  readonly effect: Effect;
}
