import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { Authenticated, CurrentCaller } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { BATCH_LIMIT } from '../http/body';
import { Conflicts } from '../http/error-answers';
import { IamController } from '../http/iam-controller';
import { OrgId } from '../http/org-id';
import { Accepts } from '../http/route-input';
import { ChangeSetResult } from './change-set.answer';
import { ChangeSet } from './change-set.dto';
import { ChangeSetInput } from './change-set-input';
import { ChangeSetsService } from './change-sets.service';

/** Change sets of an organisation. */
@IamController('v1/orgs/:org_id/iam/changes', 'Changes')
export class ChangeSetsController {
  constructor(private readonly sets: ChangeSetsService) {}

  @Post()
  @HttpCode(200)
  @Authenticated()
  @Accepts({
    body: ChangeSet,
    bodyLimit: BATCH_LIMIT,
    check: ChangeSetInput,
    example: {
      reason: 'On call needs the endpoints',
      changes: [
        { op: 'create', kind: 'policy', body: { name: 'Trigger endpoints', permissions: ['endpoints:*:trigger'] } },
        { op: 'create', kind: 'role', body: { name: 'On call team', policies: [{ name: 'Trigger endpoints' }] } },
        { op: 'assign', kind: 'assignment', user_id: 'carol', role: { name: 'On call team' } },
      ],
    },
  })
  @Conflicts('moved', 'name_taken', 'id_taken', 'builtin', 'owned', 'limit', 'last_admin', 'not_empty', 'default')
  @ApiOperation({
    operationId: 'applyOrgChanges',
    summary: 'Make several changes at once',
    description:
      'Makes up to 1,000 changes in one transaction: all or none. Each change requires the permission of its own ' +
      'route, and what it grants and revokes is compared with what the caller held before the set. ' +
      'Names, limits and the last Admin are judged at the end of the set. An error has the place of its change in `loc`.',
  })
  @ApiAnswers(200, ChangeSetResult)
  apply(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Body() body: ChangeSet): Promise<ChangeSetResult> {
    return this.sets.apply(caller, orgId, body);
  }
}
