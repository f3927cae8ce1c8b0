import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Field } from '../http/field';
import { PageQuery } from '../http/page';
import { identifier, timestamp, userId } from '../http/rules';
import { AUDIT_ACTIONS } from '../changes/audit-actions';

const moment = (description: string): PropertyDecorator =>
  ApiPropertyOptional({ type: String, format: 'date-time', description });

/** The filters of the audit log: an entry must match every filter that is given. */
export class AuditFilterQuery {
  @ApiPropertyOptional({ type: String, description: 'Only changes by this user id' })
  @Field(userId, { optional: true })
  actor?: string;

  @ApiPropertyOptional({ enum: AUDIT_ACTIONS, description: 'Only changes of this kind' })
  @Field(identifier, { optional: true })
  action?: string;

  @ApiPropertyOptional({ type: String, description: 'Only changes of objects of this type, such as `policies`' })
  @Field(identifier, { optional: true })
  target_type?: string;

  @ApiPropertyOptional({ type: String, description: 'Only changes of the object with this id' })
  @Field(userId, { optional: true })
  target_id?: string;

  @moment('Only changes at or after this time, such as `2026-01-31T12:00:00Z`')
  @Field(timestamp, { optional: true })
  from?: Date;

  @moment('Only changes before this time; must be later than `from`')
  @Field(timestamp, { optional: true })
  to?: Date;
}

/** The query of `GET audit`. */
export class AuditPageQuery extends IntersectionType(PageQuery, AuditFilterQuery) {}
