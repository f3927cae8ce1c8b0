import { Body, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CastellanOptions } from '../access/castellan.options';
import type { Caller } from '../access/guard/caller';
import { Authenticated, CurrentCaller, PlatformAdmins, RequirePermission } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { Conflicts } from '../http/error-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf } from '../http/route-input';
import { Shows } from '../http/shown';
import { OrgAnswer, OrgPage, SHOWN_ORG } from './org.answer';
import { CreateOrg, RecoverOrg, UpdateOrg } from './org.dto';
import { FoundingService } from './founding.service';
import { OrgsService } from './orgs.service';

/** Organisations. */
@IamController('v1/orgs', 'Organisations')
export class OrgsController {
  constructor(
    private readonly orgs: OrgsService,
    private readonly founding: FoundingService,
    private readonly options: CastellanOptions,
  ) {}

  @Get()
  @Authenticated()
  @Accepts({ query: PageQuery, list: 'orgs' })
  @ApiOperation({
    operationId: 'listOrgs',
    summary: 'List organisations',
    description:
      'Lists the organisations that the caller is a member of, ordered by id. A platform admin sees ' +
      'all organisations.',
  })
  @ApiAnswers(200, OrgPage)
  list(@CurrentCaller() caller: Caller, @PageOf() page: Page): Promise<OrgPage> {
    return this.orgs.page(this.options.platformAdmins.includes(caller.id) ? null : caller.id, page);
  }

  @Post()
  @PlatformAdmins()
  @Accepts({ body: CreateOrg, example: { org_id: 'globex', name: 'Globex', admin_user_id: 'alice' } })
  @Tagged()
  @Shows(SHOWN_ORG)
  @Conflicts('id_taken')
  @ApiOperation({
    operationId: 'createOrg',
    summary: 'Create an organisation',
    description:
      'Creates an organisation with its built-in policies and roles, and makes one user its first ' + 'Admin.',
  })
  @ApiAnswers(201, OrgAnswer)
  create(@CurrentCaller() caller: Caller, @Body() body: CreateOrg): Promise<OrgAnswer> {
    return this.founding.create(caller, body);
  }

  @Get(':org_id')
  @RequirePermission('orgs:read', { scope: 'org_id', orPlatformAdmins: true })
  @Tagged()
  @Shows(SHOWN_ORG)
  @ApiOperation({
    operationId: 'getOrg',
    summary: 'Get an organisation',
    description: 'Returns one organisation with its SSO connection.',
  })
  @ApiAnswers(200, OrgAnswer)
  get(@OrgId() orgId: string): Promise<OrgAnswer> {
    return this.orgs.get(orgId);
  }

  @Put(':org_id')
  @RequirePermission('orgs:update', { scope: 'org_id', orPlatformAdmins: true })
  @Tagged()
  @Shows(SHOWN_ORG)
  @Accepts({ body: UpdateOrg, example: { name: 'Acme' } })
  @ApiOperation({
    operationId: 'updateOrg',
    summary: 'Update an organisation',
    description:
      'Changes the fields that the body names and leaves the others. Set `sso_connection` to null to ' +
      'remove the connection.',
  })
  @ApiChangeAnswers(OrgAnswer)
  update(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Body() body: UpdateOrg): Promise<OrgAnswer> {
    return this.orgs.update(caller, orgId, body);
  }

  @Post(':org_id/recovery')
  @HttpCode(204)
  @PlatformAdmins()
  @Accepts({ body: RecoverOrg, example: { user_id: 'alice' } })
  @ApiOperation({
    operationId: 'recoverOrg',
    summary: 'Recover an organisation',
    description:
      'Makes a user an Admin of an organisation that has lost its own Admins. The user becomes an ' +
      'active member whose only role is Admin.',
  })
  @ApiAnswers(204)
  recover(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Body() body: RecoverOrg): Promise<void> {
    return this.founding.recover(caller, orgId, body);
  }
}
