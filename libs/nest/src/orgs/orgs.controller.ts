import { Body, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { AccessOptions } from '../access/access.options';
import type { Caller } from '../access/caller';
import { Authenticated, CurrentCaller, Operators, RequirePermission } from '../access/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf } from '../http/route-input';
import { Shows } from '../http/shown';
import { OrgAnswer, OrgPage, SHOWN_ORG } from './org.answer';
import { CreateOrg, RecoverOrg, UpdateOrg } from './org.dto';
import { FoundingService } from './founding.service';
import { OrgsService } from './orgs.service';

/** Organisations. */
@IamController('v1/orgs', 'orgs')
export class OrgsController {
  constructor(
    private readonly orgs: OrgsService,
    private readonly founding: FoundingService,
    private readonly options: AccessOptions,
  ) {}

  @Get()
  @Authenticated()
  @Accepts({ query: PageQuery, list: 'orgs' })
  @ApiOperation({ operationId: 'listOrgs', summary: "List the caller's own organisations; all of them for operators" })
  @ApiAnswers(200, OrgPage)
  list(@CurrentCaller() caller: Caller, @PageOf() page: Page): Promise<OrgPage> {
    return this.orgs.page(this.options.operators.includes(caller.id) ? null : caller.id, page);
  }

  @Post()
  @Operators()
  @Accepts({ body: CreateOrg })
  @Tagged()
  @Shows(SHOWN_ORG)
  @ApiOperation({ operationId: 'createOrg', summary: 'Make an organisation with its first Admin' })
  @ApiAnswers(201, OrgAnswer)
  create(@CurrentCaller() caller: Caller, @Body() body: CreateOrg): Promise<OrgAnswer> {
    return this.founding.create(caller, body);
  }

  @Get(':org_id')
  @RequirePermission('orgs:read', { scope: 'org_id', orOperators: true })
  @Tagged()
  @Shows(SHOWN_ORG)
  @ApiOperation({ operationId: 'getOrg', summary: 'Show an organisation; also to operators' })
  @ApiAnswers(200, OrgAnswer)
  get(@Param('org_id') orgId: string): Promise<OrgAnswer> {
    return this.orgs.get(orgId);
  }

  @Put(':org_id')
  @RequirePermission('orgs:update', { scope: 'org_id', orOperators: true })
  @Accepts({ body: UpdateOrg })
  @Tagged()
  @Shows(SHOWN_ORG)
  @ApiOperation({
    operationId: 'updateOrg',
    summary: 'Change what the body names of an organisation',
    description: 'Operators who are not members may change its name, and not its SSO connection.',
  })
  @ApiChangeAnswers(OrgAnswer)
  update(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @Body() body: UpdateOrg): Promise<OrgAnswer> {
    return this.orgs.update(caller, orgId, body);
  }

  @Post(':org_id/recovery')
  @HttpCode(204)
  @Operators()
  @Accepts({ body: RecoverOrg })
  @ApiOperation({
    operationId: 'recoverOrg',
    summary: 'Make a user the Admin of an organisation, with that role alone',
  })
  @ApiAnswers(204)
  recover(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @Body() body: RecoverOrg): Promise<void> {
    return this.founding.recover(caller, orgId, body);
  }
}
