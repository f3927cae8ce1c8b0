import { Body, Delete, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { BATCH_LIMIT } from '../http/body';
import { Conflicts } from '../http/error-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { AtRevisionQuery } from '../past/at-revision.dto';
import { readableRevision } from '../past/past-objects.service';
import { AssignmentsService } from './assignments.service';
import { ChangedMember, MemberAnswer, MemberPage, PastMember, SHOWN_MEMBER, SHOWN_MEMBERS } from './member.answer';
import { AssignManyMemberRoles, AssignMemberRoles, UpdateMember } from './member.dto';
import { MembersService } from './members.service';
import { PastMembersService } from './past-members.service';

/** The bytes of an answer that is the JSON `null`: a framework takes the value for no answer at all. */
const JSON_NULL = 'null';

// One path has one name for its parameter, whatever the method: OpenAPI and the table of routes take no other.
/** Members of an organisation. */
@IamController('v1/orgs/:org_id/iam/members', 'Members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly assignments: AssignmentsService,
    private readonly past: PastMembersService,
  ) {}

  @Get()
  @RequirePermission('members:read', { list: true })
  @Accepts({ query: PageQuery, list: 'members' })
  @Shows(SHOWN_MEMBERS)
  @ApiOperation({
    operationId: 'listOrgIamMembers',
    summary: 'List members',
    description:
      'Lists the members that the caller may read, with their roles and permissions, ordered by user ' + 'id.',
  })
  @ApiAnswers(200, MemberPage)
  list(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @PageOf() page: Page): Promise<MemberPage> {
    return this.members.page(orgId, page, caller.access.scopes('members:read'));
  }

  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'application/json')
  @RequirePermission('members:assign')
  @Accepts({ body: AssignMemberRoles, example: { user_id: 'carol', role_ids: ['rl-viewer'] } })
  @Conflicts('limit', 'last_admin')
  @ApiOperation({
    operationId: 'assignOrgMemberRoles',
    summary: 'Assign roles to a user',
    description:
      "Replaces the user's roles that apply to the whole organisation. A user who is not a member yet " +
      'becomes one. Roles from SSO groups, and roles assigned in a single workspace or on a single ' +
      'resource, stay.',
  })
  @ApiAnswers(200, { type: 'null' })
  async assign(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Body() body: AssignMemberRoles,
  ): Promise<string> {
    await this.assignments.assign(caller, orgId, [body]);
    return JSON_NULL;
  }

  @Post('batch')
  @HttpCode(200)
  @Header('Content-Type', 'application/json')
  @RequirePermission('members:assign')
  @Accepts({
    body: AssignManyMemberRoles,
    example: { members: [{ user_id: 'carol', role_ids: ['rl-viewer'] }] },
    bodyLimit: BATCH_LIMIT,
  })
  @Conflicts('limit', 'last_admin')
  @ApiOperation({
    operationId: 'assignOrgMembersRoles',
    summary: 'Assign roles to many users',
    description:
      'Does the same as `POST members` for up to 1,000 users in one transaction: either every row is ' +
      'applied or none.',
  })
  @ApiAnswers(200, { type: 'null' })
  async assignMany(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Body() body: AssignManyMemberRoles,
  ): Promise<string> {
    await this.assignments.assign(caller, orgId, body.members);
    return JSON_NULL;
  }

  @Get(':member_user_id')
  @RequirePermission('members:read', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @Accepts({ query: AtRevisionQuery })
  @Tagged()
  @Shows(SHOWN_MEMBER)
  @ApiOperation({
    operationId: 'getOrgIamMember',
    summary: 'Get a member',
    description: 'Returns one member with its roles and permissions; at an earlier revision, with its roles.',
  })
  @Conflicts('moved')
  @ApiChangeAnswers(MemberAnswer, PastMember)
  get(
    @CurrentCaller() { access }: Caller,
    @OrgId() orgId: string,
    @Param('member_user_id') userId: string,
    @Query() { at_revision: revision }: AtRevisionQuery,
  ): Promise<MemberAnswer | PastMember> {
    if (revision === undefined) return this.members.get(orgId, userId);
    return this.past.get(orgId, userId, readableRevision(access, revision));
  }

  @Put(':member_user_id')
  @RequirePermission('members:assign', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @Accepts({ body: UpdateMember, example: { status: 'active' } })
  @Tagged()
  @Shows(SHOWN_MEMBER)
  @Conflicts('last_admin')
  @ApiOperation({
    operationId: 'updateOrgIamMember',
    summary: 'Suspend or resume a member',
    description:
      'Sets the status of a member. A suspended member keeps its roles but is denied everything until ' +
      'its status is `active` again.',
  })
  @ApiChangeAnswers(MemberAnswer, ChangedMember)
  update(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('member_user_id') userId: string,
    @Body() body: UpdateMember,
  ): Promise<MemberAnswer> {
    return this.members.update(caller, orgId, userId, body);
  }

  @Delete(':member_user_id')
  @HttpCode(204)
  @RequirePermission('members:remove', { scope: 'member_user_id' })
  @PathObjects([MembersService, 'member_user_id'])
  @Conflicts('last_admin')
  @ApiOperation({
    operationId: 'removeOrgIamMember',
    summary: 'Remove a member',
    description:
      'Removes a member and all its assignments. Groups in a token cannot bring the user back; ' +
      'assigning a role can.',
  })
  @ApiAnswers(204)
  remove(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('member_user_id') userId: string,
  ): Promise<void> {
    return this.members.remove(caller, orgId, userId);
  }
}
