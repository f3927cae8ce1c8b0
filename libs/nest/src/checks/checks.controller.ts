import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { Authenticated, CurrentCaller } from '../access/decorators';
import { ApiAnswers } from '../http/api-answers';
import { BATCH_LIMIT } from '../http/body';
import { IamController } from '../http/iam-controller';
import { Accepts } from '../http/route-input';
import { CheckAnswer, ChecksAnswer } from './check.answer';
import { ChecksService } from './checks.service';
import { Question, Questions } from './question.dto';

const ABOUT = 'About itself a member may ask always, about others with `members:check`. A denial is a 200 too.';

/** Questions about what members may do. */
@IamController('v1/orgs/:org_id/iam/check', 'checks')
export class ChecksController {
  constructor(private readonly checks: ChecksService) {}

  @Post()
  @HttpCode(200)
  @Authenticated()
  @Accepts({ body: Question, asks: true })
  @ApiOperation({ operationId: 'checkOrgPermission', summary: 'May a member do this?', description: ABOUT })
  @ApiAnswers(200, CheckAnswer)
  async check(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() question: Question,
  ): Promise<CheckAnswer> {
    const [answer] = await this.checks.ask(caller, orgId, [question], () => ['body']);
    return answer as CheckAnswer;
  }

  @Post('batch')
  @HttpCode(200)
  @Authenticated()
  @Accepts({ body: Questions, bodyLimit: BATCH_LIMIT, asks: true })
  @ApiOperation({ operationId: 'checkOrgPermissions', summary: 'The same for many questions', description: ABOUT })
  @ApiAnswers(200, ChecksAnswer)
  async checkMany(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() { questions }: Questions,
  ): Promise<ChecksAnswer> {
    return { answers: await this.checks.ask(caller, orgId, questions, (at) => ['body', 'questions', at]) };
  }
}
