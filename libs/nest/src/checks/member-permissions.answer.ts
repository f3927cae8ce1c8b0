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

  @ApiProperty({ type: [PathAnswer], description: 'Every grant that it comes from' })
  by!: PathAnswer[];
}

/** What a member holds and what it is denied, each sorted by permission; nothing while it may do nothing. */
@ApiSchema({ name: 'HeldPermissions' })
export class HeldPermissionsAnswer {
  @ApiProperty({ type: String, example: 'bob' })
  user_id!: string;

  @ApiProperty({ enum: ['active', 'suspended', 'groups-overflow'] })
  status!: MemberStatus;

  @ApiProperty({ type: [HeldPermissionAnswer] })
  permissions!: HeldPermissionAnswer[];
}
