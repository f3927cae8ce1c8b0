import { ApiProperty, OmitType } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { PageAnswer } from '../http/page.answer';
import { ACTOR_KINDS } from '../changes/change';
import { mapEntryUsers } from '../changes/entry-users';
import type { AuditRow } from './audit.repository';
import { AUDIT_ACTIONS, type AuditAction } from '../changes/audit-actions';

/** Who made a change. */
@CastellanSchema('AuditActor')
export class AuditActor {
  @ApiProperty({ type: String, example: 'alice' })
  id!: string;

  @ApiProperty({ enum: ACTOR_KINDS })
  kind!: string;
}

/** What was changed. */
@CastellanSchema('AuditTarget')
export class AuditTarget {
  @ApiProperty({ type: String, example: 'policies' })
  type!: string;

  @ApiProperty({ type: String })
  id!: string;
}

/** One thing that was changed, with the whole object before and after. */
@CastellanSchema('AuditEntry')
export class AuditEntryAnswer {
  @ApiProperty({ type: 'integer', description: 'The position of the entry: counts from 1 without gaps' })
  seq!: number;

  @ApiProperty({ type: 'integer', description: 'The revision that the change made' })
  revision!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: AuditActor })
  actor!: AuditActor;

  @ApiProperty({ type: String, nullable: true })
  request_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why the change was made, as its actor says' })
  reason!: string | null;

  @ApiProperty({ enum: AUDIT_ACTIONS, example: 'policy.update' })
  action!: AuditAction;

  @ApiProperty({ type: AuditTarget })
  target!: AuditTarget;

  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  before!: Record<string, unknown> | null;

  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  after!: Record<string, unknown> | null;

  @ApiProperty({ type: String, description: 'The hash of this entry and of the hash before it' })
  hash!: string;

  /** Shows a row. References of users that are not known stay: those users were erased. */
  static fromRow(
    { entry, hash }: Pick<AuditRow, 'entry' | 'hash'>,
    users: ReadonlyMap<string, string>,
  ): AuditEntryAnswer {
    const map = (reference: string): string => users.get(reference) ?? reference;
    const read = mapEntryUsers(JSON.parse(entry) as AuditEntryAnswer, map);
    const { seq, revision, at, actor, request_id, reason = null, action, target, before, after } = read;
    return { seq, revision, at, actor, request_id, reason, action, target, before, after, hash };
  }
}

/** A page of the audit log, newest first. */
@CastellanSchema('AuditPage')
export class AuditPage extends OmitType(PageAnswer, ['total']) {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The number of entries; null with a filter, because filtered entries are not counted',
  })
  total!: number | null;

  @ApiProperty({ type: [AuditEntryAnswer] })
  entries!: AuditEntryAnswer[];
}
