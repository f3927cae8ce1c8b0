import { MEMBER_STATUSES, EFFECTS, type Grant, type MemberStatus } from '@castellan/core';
import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { NextPageAnswer } from '../http/page.answer';
import { PathAnswer } from './check.answer';

/** A permission that a member holds or is denied, and what gives it. */
@CastellanSchema('HeldPermission')
export class HeldPermissionAnswer {
  @ApiProperty({
    type: String,
    description: 'The permission, narrowed to the scope of the assignment',
    example: 'apps:ws-1:read',
  })
  permission!: string;

  @ApiProperty({ enum: EFFECTS })
  effect!: Grant['effect'];

  @ApiProperty({ type: [PathAnswer], description: 'The grants that it comes from, at most 100', maxItems: 100 })
  by!: PathAnswer[];

  @ApiProperty({ type: Boolean, description: 'Whether it comes from more grants' })
  truncated!: boolean;
}

/** A page of what a member holds, and then of what it is denied, sorted by permission; nothing while it may do nothing. */
@CastellanSchema('HeldPermissions')
export class HeldPermissionsAnswer extends NextPageAnswer {
  @ApiProperty({ type: String, example: 'bob' })
  user_id!: string;

  @ApiProperty({ enum: MEMBER_STATUSES })
  status!: MemberStatus;

  @ApiProperty({ type: [HeldPermissionAnswer] })
  permissions!: HeldPermissionAnswer[];
}
