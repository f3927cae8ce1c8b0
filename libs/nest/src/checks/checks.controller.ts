import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { Authenticated, CurrentCaller } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { BATCH_LIMIT } from '../http/body';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { Accepts } from '../http/route-input';
import { CheckAnswer, ChecksAnswer } from './check.answer';
import { ChecksService } from './checks.service';
import { Question, Questions } from './question.dto';

/** Decides whether members may do something. */
@IamController('v1/orgs/:org_id/iam/check', 'Checks')
export class ChecksController {
  constructor(private readonly checks: ChecksService) {}

  @Post()
  @HttpCode(200)
  @Authenticated()
  @Accepts({
    body: Question,
    example: { permission: 'apps:read', resource: { type: 'apps', id: 'app-1' } },
    asks: true,
  })
  @ApiOperation({
    operationId: 'checkOrgPermission',
    summary: 'Check a permission',
    description:
      'Decides whether a member may do something. Members may always ask about themselves; asking ' +
      'about others requires `members:check`. A denial is a 200 with `allowed: false`.',
  })
  @ApiAnswers(200, CheckAnswer)
  async check(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Body() question: Question,
  ): Promise<CheckAnswer> {
    const [answer] = await this.checks.answer(caller, orgId, [question], () => ['body']);
    return answer as CheckAnswer;
  }

  @Post('batch')
  @HttpCode(200)
  @Authenticated()
  @Accepts({
    body: Questions,
    example: {
      questions: [{ permission: 'apps:read' }, { permission: 'apps:read', resource: { type: 'apps', id: 'app-1' } }],
    },
    bodyLimit: BATCH_LIMIT,
    asks: true,
  })
  @ApiOperation({
    operationId: 'checkOrgPermissions',
    summary: 'Check many permissions',
    description: 'Decides up to 1,000 questions in one request. The answers have the order of the questions.',
  })
  @ApiAnswers(200, ChecksAnswer)
  async checkMany(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Body() { questions }: Questions,
  ): Promise<ChecksAnswer> {
    return { answers: await this.checks.answer(caller, orgId, questions, (at) => ['body', 'questions', at]) };
  }
}
