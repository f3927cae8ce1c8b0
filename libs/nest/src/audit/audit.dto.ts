import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Field } from '../http/field';
import { PageQuery } from '../http/page';
import { identifier, timestamp } from '../http/rules';
import { AUDIT_ACTIONS } from '../changes/audit-actions';

const moment = (description: string): PropertyDecorator =>
  ApiPropertyOptional({ type: String, format: 'date-time', example: '2026-01-31T12:00:00Z', description });

/** Which entries are asked for: those that fit every parameter that is given. */
export class AuditFilterQuery {
  @ApiPropertyOptional({ type: String, description: 'The user id of who made the change', example: 'alice' })
  @Field(identifier, { optional: true })
  actor?: string;

  @ApiPropertyOptional({ enum: AUDIT_ACTIONS, example: 'policy.update' })
  @Field(identifier, { optional: true })
  action?: string;

  @ApiPropertyOptional({ type: String, example: 'policies' })
  @Field(identifier, { optional: true })
  target_type?: string;

  @ApiPropertyOptional({ type: String })
  @Field(identifier, { optional: true })
  target_id?: string;

  @moment('From this moment on')
  @Field(timestamp, { optional: true })
  from?: Date;

  @moment('Before this moment; after `from`')
  @Field(timestamp, { optional: true })
  to?: Date;
}

/** The query of `GET audit`. */
export class AuditPageQuery extends IntersectionType(PageQuery, AuditFilterQuery) {}
