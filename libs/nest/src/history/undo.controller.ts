import { notFound } from '@castellan/core';
import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { Authenticated, CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { parseRevision } from '../database/revision';
import { ApiAnswers } from '../http/api-answers';
import { Conflicts } from '../http/error-answers';
import { IamController } from '../http/iam-controller';
import { OrgId } from '../http/org-id';
import { Accepts } from '../http/route-input';
import { Shows } from '../http/shown';
import { assertMayReadPast } from '../past/past-objects.service';
import { SHOWN_POLICY } from '../policies/policy.answer';
import { SHOWN_ROLE } from '../roles/role.answer';
import { Restore, RestoredPolicy, RestoredRole, Revert } from './restore.dto';
import { RestoreService } from './restore.service';
import { RevertResult } from './revert.answer';
import { RevertService } from './revert.service';

const RESTORES =
  'A restore is a change like any other: it requires the right to update it, or to create it when it was deleted, and what it ' +
  'grants and revokes. A deleted object comes back under a new id. Requires `audit:read` as well.';

/** Returns objects, and whole changes, to what was before. */
@IamController('v1/orgs/:org_id/iam', 'Changes')
export class UndoController {
  constructor(
    private readonly restores: RestoreService,
    private readonly reverts: RevertService,
  ) {}

  @Post('policies/:policy_id/restore')
  @HttpCode(200)
  @RequirePermission(['policies:create', 'policies:update'], { list: true })
  @Accepts({ body: Restore, example: { revision: '1.1' } })
  @Shows(SHOWN_POLICY)
  @Conflicts('moved', 'name_taken', 'builtin', 'owned', 'limit', 'last_admin', 'default')
  @ApiOperation({
    operationId: 'restoreOrgPolicy',
    summary: 'Restore a policy',
    description: `Returns a policy to what it was at a revision. ${RESTORES}`,
  })
  @ApiAnswers(200, RestoredPolicy)
  restorePolicy(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('policy_id') id: string,
    @Body() { revision }: Restore,
  ): Promise<RestoredPolicy> {
    assertMayReadPast(caller.access);
    return this.restores.policy(caller, orgId, id, revision);
  }

  @Post('roles/:role_id/restore')
  @HttpCode(200)
  @RequirePermission(['roles:create', 'roles:update'], { list: true })
  @Accepts({ body: Restore, example: { revision: '1.1' } })
  @Shows(SHOWN_ROLE)
  @Conflicts('moved', 'name_taken', 'builtin', 'owned', 'limit', 'last_admin', 'default', 'not_revertible')
  @ApiOperation({
    operationId: 'restoreOrgRole',
    summary: 'Restore a role',
    description: `Returns a role to what it was at a revision; nobody is assigned it again. ${RESTORES}`,
  })
  @ApiAnswers(200, RestoredRole)
  restoreRole(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('role_id') id: string,
    @Body() { revision }: Restore,
  ): Promise<RestoredRole> {
    assertMayReadPast(caller.access);
    return this.restores.role(caller, orgId, id, revision);
  }

  @Post('changes/:revision/revert')
  @HttpCode(200)
  @Authenticated()
  @Accepts({ body: Revert, example: { reason: 'Made by mistake' } })
  @Conflicts(
    ...(['moved', 'moved_on', 'not_revertible', 'name_taken', 'id_taken', 'builtin', 'owned', 'limit'] as const),
    ...(['last_admin', 'default', 'not_empty'] as const),
  )
  @ApiOperation({
    operationId: 'revertOrgChange',
    summary: 'Revert a change',
    description:
      'Applies the opposite of the whole change that made a revision. Each part requires the permission of its own ' +
      'route, and what it grants and revokes; the caller must also hold `audit:read`. What directories and default roles ' +
      'decide is left as it is and listed. Nothing is reverted that later changes touched.',
  })
  @ApiAnswers(200, RevertResult)
  revert(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('revision') revision: string,
    @Body() { reason = null }: Revert,
  ): Promise<RevertResult> {
    assertMayReadPast(caller.access);
    if (parseRevision(revision) === null) throw notFound('changes', revision);
    return this.reverts.revert(caller, orgId, { revision, reason });
  }
}
