import type { Grant, MemberStatus } from '@castellan/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { PathAnswer } from './check.answer';

/** A permission that a member holds or is denied, and what gives it. */
@ApiSchema({ name: 'HeldPermission' })
export class HeldPermissionAnswer {
  @ApiProperty({
    type: String,
    description: 'The permission, narrowed to the scope of the assignment',
    example: 'apps:ws-1:read',
  })
  permission!: string;

  @ApiProperty({ enum: ['allow', 'deny'] })
  effect!: Grant['effect'];

  @ApiProperty({ type: [PathAnswer], description: 'The grants that it comes from, at most 100', maxItems: 100 })
  by!: PathAnswer[];

  @ApiProperty({ type: Boolean, description: 'Whether it comes from more grants' })
  truncated!: boolean;
}

/** A page of what a member holds, and then of what it is denied, sorted by permission; nothing while it may do nothing. */
@ApiSchema({ name: 'HeldPermissions' })
export class HeldPermissionsAnswer {
  @ApiProperty({ type: String, example: 'bob' })
  user_id!: string;

  @ApiProperty({ enum: ['active', 'suspended', 'groups-overflow'] })
  status!: MemberStatus;

  @ApiProperty({ type: [HeldPermissionAnswer] })
  permissions!: HeldPermissionAnswer[];

  @ApiProperty({ type: Boolean, description: 'Whether another page follows' })
  has_more!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` to get the next page; null on the last page',
  })
  next_cursor!: string | null;
}
