import { Body, Delete, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { Conflicts } from '../http/error-answers';
import { IamController } from '../http/iam-controller';
import { Accepts, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { AssignmentsService } from './assignments.service';
import { ChangedMember, MemberAnswer, SHOWN_GIVEN_ROLE } from './member.answer';
import { GiveRole, MemberRolePath, TakeRole } from './member.dto';
import { MembersService } from './members.service';
import { ScopeInput } from '../assignments/scope-input';

/** Single roles of a member. */
@IamController('v1/orgs/:org_id/iam/members/:user_id/roles/:role_id', 'Members')
export class MemberRolesController {
  constructor(private readonly assignments: AssignmentsService) {}

  @Put()
  @RequirePermission('members:assign', { scope: 'user_id' })
  @PathObjects([MembersService, 'user_id'], [AssignableRolesService, 'role_id'])
  @Accepts({ body: GiveRole, example: { scope: '*', expires_at: null }, check: ScopeInput })
  @Tagged()
  @Shows(SHOWN_GIVEN_ROLE)
  @Conflicts('limit', 'last_admin')
  @ApiOperation({
    operationId: 'giveOrgMemberRole',
    summary: 'Assign one role',
    description:
      'Assigns one role to a member in the whole organisation, in one workspace or on one resource, or ' +
      'changes when the assignment expires. Sending the same request again changes nothing.',
  })
  @ApiChangeAnswers(MemberAnswer, ChangedMember)
  give(@CurrentCaller() caller: Caller, @Param() path: MemberRolePath, @Body() body: GiveRole): Promise<MemberAnswer> {
    return this.assignments.give(caller, path, body);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('members:assign', { scope: 'user_id' })
  @PathObjects([MembersService, 'user_id'], [AssignableRolesService, 'role_id'])
  @Accepts({ query: TakeRole })
  @Conflicts('last_admin')
  @ApiOperation({
    operationId: 'takeOrgMemberRole',
    summary: 'Revoke one role',
    description: 'Revokes one role from a member: at every scope, or only at the scope that the query names.',
  })
  @ApiAnswers(204)
  take(@CurrentCaller() caller: Caller, @Param() path: MemberRolePath, @Query() query: TakeRole): Promise<void> {
    return this.assignments.take(caller, path, query.scope);
  }
}
