import { ApiProperty } from '@nestjs/swagger';
import { AUDIT_ACTIONS, type AuditAction } from '../changes/audit-actions';
import { ACTOR_KINDS, type ActorKind } from '../changes/change';
import { CastellanSchema } from '../http/castellan-schema';
import { NextPageAnswer } from '../http/page.answer';

const nullableText = { type: String, nullable: true } as const;
const nullableObject = { type: 'object', nullable: true, additionalProperties: true } as const;

/** Who made a change of an object. */
@CastellanSchema('HistoryActor')
export class HistoryActor {
  @ApiProperty({ ...nullableText, description: 'Null where the caller may not read who it was', example: 'alice' })
  id!: string | null;

  @ApiProperty({ enum: ACTOR_KINDS })
  kind!: ActorKind;
}

/** One change of an object. */
@CastellanSchema('HistoryEntry')
export class HistoryEntry {
  @ApiProperty({ type: String, description: 'As `Castellan-Revision` says it', example: '1.42' })
  revision!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: HistoryActor })
  actor!: HistoryActor;

  @ApiProperty({ enum: AUDIT_ACTIONS, example: 'policy.update' })
  action!: AuditAction;

  @ApiProperty({ ...nullableText, description: 'Why the change was made, as its actor says' })
  reason!: string | null;

  @ApiProperty({ type: [String], description: 'The names of the fields that differ', example: ['permissions'] })
  changed!: string[];

  @ApiProperty(nullableObject)
  before!: Record<string, unknown> | null;

  @ApiProperty(nullableObject)
  after!: Record<string, unknown> | null;
}

/** A page of the changes of an object, newest first. */
@CastellanSchema('HistoryPage')
export class HistoryPage extends NextPageAnswer {
  @ApiProperty({ type: [HistoryEntry] })
  entries!: HistoryEntry[];
}
