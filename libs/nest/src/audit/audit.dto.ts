import { IntersectionType } from '@nestjs/swagger';
import { Field } from '../http/field';
import { PageQuery } from '../http/page';
import { identifier, timestamp, userId } from '../http/rules';
import { AUDIT_ACTIONS } from '../changes/audit-actions';

/** The filters of the audit log: an entry must match every filter that is given. */
export class AuditFilterQuery {
  @Field(userId, { optional: true, api: { description: 'Only changes by this user id' } })
  actor?: string;

  @Field(identifier, { optional: true, api: { enum: AUDIT_ACTIONS, description: 'Only changes of this kind' } })
  action?: string;

  @Field(identifier, {
    optional: true,
    api: { description: 'Only changes of objects of this type, such as `policies`' },
  })
  target_type?: string;

  @Field(userId, { optional: true, api: { description: 'Only changes of the object with this id' } })
  target_id?: string;

  @Field(timestamp, {
    optional: true,
    api: { description: 'Only changes at or after this time, such as `2026-01-31T12:00:00Z`' },
  })
  from?: Date;

  @Field(timestamp, {
    optional: true,
    api: { description: 'Only changes before this time; must be later than `from`' },
  })
  to?: Date;
}

/** The query of `GET audit`. */
export class AuditPageQuery extends IntersectionType(PageQuery, AuditFilterQuery) {}
