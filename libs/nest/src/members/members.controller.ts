import { Body, Delete, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { BATCH_LIMIT } from '../http/body';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { AssignmentsService } from './assignments.service';
import { ChangedMember, MemberAnswer, MemberPage, SHOWN_MEMBER, SHOWN_MEMBERS } from './member.answer';
import { AssignManyMemberRoles, AssignMemberRoles, UpdateMember } from './member.dto';
import { MembersService } from './members.service';

/** The bytes of an answer that is the JSON `null`: a framework takes the value for no answer at all. */
const JSON_NULL = 'null';

// One path has one name for its parameter, whatever the method: OpenAPI and the table of routes take no other.
/** Members of an organisation. */
@IamController('v1/orgs/:org_id/iam/members', 'members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly assignments: AssignmentsService,
  ) {}

  @Get()
  @RequirePermission('members:read', { list: true })
  @Accepts({ query: PageQuery, list: 'members' })
  @ApiOperation({ operationId: 'listOrgIamMembers', summary: 'List the members that the caller may read' })
  @Shows(SHOWN_MEMBERS)
  @ApiAnswers(200, MemberPage)
  list(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @PageOf() page: Page): Promise<MemberPage> {
    return this.members.page(orgId, page, caller.access.scopes('members:read'));
  }

  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'application/json')
  @RequirePermission('members:assign')
  @Accepts({ body: AssignMemberRoles })
  @ApiOperation({ operationId: 'assignOrgMemberRoles', summary: "Replace a user's roles; makes it a member" })
  @ApiAnswers(200, { type: 'null' })
  async assign(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() body: AssignMemberRoles,
  ): Promise<string> {
    await this.assignments.assign(caller, orgId, [body]);
    return JSON_NULL;
  }

  @Post('batch')
  @HttpCode(200)
  @Header('Content-Type', 'application/json')
  @RequirePermission('members:assign')
  @Accepts({ body: AssignManyMemberRoles, bodyLimit: BATCH_LIMIT })
  @ApiOperation({ operationId: 'assignOrgMembersRoles', summary: 'The same for many users: all or nothing' })
  @ApiAnswers(200, { type: 'null' })
  async assignMany(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() body: AssignManyMemberRoles,
  ): Promise<string> {
    await this.assignments.assign(caller, orgId, body.members);
    return JSON_NULL;
  }

  @Get(':member_user_id')
  @RequirePermission('members:read', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @Tagged()
  @Shows(SHOWN_MEMBER)
  @ApiOperation({ operationId: 'getOrgIamMember', summary: 'Show a member' })
  @ApiAnswers(200, MemberAnswer)
  get(@Param('org_id') orgId: string, @Param('member_user_id') userId: string): Promise<MemberAnswer> {
    return this.members.get(orgId, userId);
  }

  @Put(':member_user_id')
  @RequirePermission('members:assign', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @Accepts({ body: UpdateMember })
  @Tagged()
  @Shows(SHOWN_MEMBER)
  @ApiOperation({ operationId: 'updateOrgIamMember', summary: 'Suspend a member, or let it in again' })
  @ApiChangeAnswers(MemberAnswer, ChangedMember)
  update(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('member_user_id') userId: string,
    @Body() body: UpdateMember,
  ): Promise<MemberAnswer> {
    return this.members.update(caller, orgId, userId, body);
  }

  @Delete(':member_user_id')
  @HttpCode(204)
  @RequirePermission('members:remove', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @ApiOperation({ operationId: 'removeOrgIamMember', summary: 'Remove a member and its assignments' })
  @ApiAnswers(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('member_user_id') userId: string,
  ): Promise<void> {
    return this.members.remove(caller, orgId, userId);
  }
}
