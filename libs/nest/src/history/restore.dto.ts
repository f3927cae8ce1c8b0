import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { description, revisionText } from '../http/rules';
import { PolicyAnswer } from '../policies/policy.answer';
import { RoleAnswer } from '../roles/role.answer';

/** The body of `POST policies/{policy_id}/restore` and `POST roles/{role_id}/restore`. */
@CastellanSchema()
export class Restore {
  @Field(revisionText, {
    api: { description: 'The revision whose state is restored, as `Castellan-Revision` says it' },
  })
  revision!: string;
}

/** The body of `POST changes/{revision}/revert`. */
@CastellanSchema()
export class Revert {
  @Field(description, { optional: true, api: { description: 'Why it is reverted; kept in the audit log' } })
  reason?: string | null;
}

const RESTORED_FROM = {
  type: String,
  nullable: true,
  description: 'The id that the object had before it was deleted; null when it was there',
} as const;

/** A policy that was restored. */
@CastellanSchema('RestoredPolicy')
export class RestoredPolicy extends PolicyAnswer {
  @ApiProperty(RESTORED_FROM)
  restored_from!: string | null;
}

/** A role that was restored. */
@CastellanSchema('RestoredRole')
export class RestoredRole extends RoleAnswer {
  @ApiProperty(RESTORED_FROM)
  restored_from!: string | null;
}
