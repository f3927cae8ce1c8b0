import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Reader } from '../../access/reader';
import { CastellanSchema } from '../../http/castellan-schema';
import { ChangedAnswer } from '../../http/changed.answer';
import type { Shown } from '../../http/shown';
import { StatementAnswer } from '../../policies/statement.answer';
import type { RoleAnswer } from '../../roles/role.answer';
import { groupStatements } from './statement-product';

const instant = { type: 'integer', description: 'Milliseconds since the epoch' } as const;
/** The creator of what nobody made; a user of this name could only hide as a built-in's maker. */
const BUILT_IN = 'system';
const dateString = { type: String, format: 'date-time' } as const;

/** A role as statements: its own in their order, then what its other policies grant and deny. */
@CastellanSchema('StatementRole')
export class StatementRoleAnswer {
  @ApiProperty({ type: String, example: 'rl-developer' })
  id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: String })
  description!: string;

  @ApiProperty({ type: [StatementAnswer] })
  policies!: StatementAnswer[];

  @ApiProperty({
    type: String,
    description:
      'The user id of the creator; `system` for a built-in, and empty for a member that the caller may not read',
  })
  createdBy!: string;

  @ApiProperty(dateString)
  createdAtDateString!: string;

  @ApiProperty(instant)
  createdAt!: number;

  @ApiProperty(dateString)
  updatedAtDateString!: string;

  @ApiProperty(instant)
  updatedAt!: number;

  /** Shows a role. */
  static fromRole(role: RoleAnswer): StatementRoleAnswer {
    const own = role.policies.flatMap(({ statement }) => statement ?? []);
    const others = role.policies.filter(({ statement }) => statement === undefined);
    return {
      id: role.role_id,
      name: role.name,
      description: role.description ?? '',
      policies: [...own, ...groupStatements(others)],
      createdBy: role.created_by ?? BUILT_IN,
      createdAtDateString: role.created_at,
      createdAt: Date.parse(role.created_at),
      updatedAtDateString: role.updated_at,
      updatedAt: Date.parse(role.updated_at),
    };
  }
}

/** One role. */
@CastellanSchema('StatementRoleData')
export class StatementRoleData {
  @ApiProperty({ type: StatementRoleAnswer })
  data!: StatementRoleAnswer;
}

/** What somebody is told who changed a role that it may not read. */
@CastellanSchema('ChangedRoleData')
export class ChangedRoleData {
  @ApiProperty({ type: ChangedAnswer })
  data!: ChangedAnswer;
}

/** A page of roles. */
@CastellanSchema('StatementRolePage')
export class StatementRolePage {
  @ApiProperty({ type: [StatementRoleAnswer] })
  data!: StatementRoleAnswer[];

  @ApiPropertyOptional({
    type: String,
    description: 'Send it as `nextToken` to get the next page; absent from the last page',
  })
  nextToken?: string;
}

/** Without the creator that the reader may not read. */
const shownRole = (role: StatementRoleAnswer, reader: Reader): StatementRoleAnswer => ({
  ...role,
  createdBy: role.createdBy === BUILT_IN ? BUILT_IN : (reader.userId(role.createdBy) ?? ''),
});

/** One role, as the reader may see it. */
export const SHOWN_STATEMENT_ROLE: Shown<StatementRoleData> = {
  show: ({ data }, reader) => ({ data: shownRole(data, reader) }),
  object: ({ data: { id } }) => ({ type: 'roles', id }),
  changed: (data) => ({ data }),
};

/** A page of them. */
export const SHOWN_STATEMENT_ROLES: Shown<StatementRolePage> = {
  show: (page, reader) => ({ ...page, data: page.data.map((role) => shownRole(role, reader)) }),
};

/** That a role was deleted. */
@CastellanSchema('DeletedRole')
export class DeletedRole {
  @ApiProperty({ type: Boolean })
  deleted!: boolean;
}

/** The answer to a deletion. */
@CastellanSchema('DeletedRoleData')
export class DeletedRoleData {
  @ApiProperty({ type: DeletedRole })
  data!: DeletedRole;
}

/** Every error of face 2. */
@CastellanSchema('StatementsError')
export class StatementsErrorAnswer {
  @ApiProperty({ type: String, example: 'Forbidden' })
  error!: string;

  @ApiProperty({ type: String })
  message!: string;
}
