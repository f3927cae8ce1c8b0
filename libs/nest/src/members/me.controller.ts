import { Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { Authenticated, CurrentCaller } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { Shows } from '../http/shown';
import { MemberAnswer, SHOWN_MEMBER } from './member.answer';
import { MembersService } from './members.service';

/** The caller as a member. */
@IamController('v1/orgs/:org_id/iam/me', 'Members')
export class MeController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Authenticated()
  @Tagged()
  @Shows(SHOWN_MEMBER)
  @ApiOperation({
    operationId: 'getOrgIamMe',
    summary: 'Get the caller',
    description: 'Returns the caller as a member, with its roles and permissions.',
  })
  @ApiAnswers(200, MemberAnswer)
  get(@CurrentCaller() caller: Caller, @OrgId() orgId: string): Promise<MemberAnswer> {
    return this.members.get(orgId, caller.id);
  }
}
