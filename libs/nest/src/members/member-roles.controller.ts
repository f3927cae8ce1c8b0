import { Body, Delete, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
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
@IamController('v1/orgs/:org_id/iam/members/:user_id/roles/:role_id', 'members')
export class MemberRolesController {
  constructor(private readonly assignments: AssignmentsService) {}

  @Put()
  @RequirePermission('members:assign', { scope: 'user_id' })
  @PathObjects([MembersService, 'user_id'], [AssignableRolesService, 'role_id'])
  @Accepts({ body: GiveRole, check: ScopeInput })
  @Tagged()
  @Shows(SHOWN_GIVEN_ROLE)
  @ApiOperation({ operationId: 'giveOrgMemberRole', summary: 'Give a member a role, or change when it expires' })
  @ApiChangeAnswers(MemberAnswer, ChangedMember)
  give(@CurrentCaller() caller: Caller, @Param() path: MemberRolePath, @Body() body: GiveRole): Promise<MemberAnswer> {
    return this.assignments.give(caller, path, body);
  }

  @Delete()
  @HttpCode(204)
  @RequirePermission('members:assign', { scope: 'user_id' })
  @PathObjects([MembersService, 'user_id'], [AssignableRolesService, 'role_id'])
  @Accepts({ query: TakeRole })
  @ApiOperation({ operationId: 'takeOrgMemberRole', summary: 'Take a role from a member' })
  @ApiAnswers(204)
  take(@CurrentCaller() caller: Caller, @Param() path: MemberRolePath, @Query() query: TakeRole): Promise<void> {
    return this.assignments.take(caller, path, query.scope);
  }
}
