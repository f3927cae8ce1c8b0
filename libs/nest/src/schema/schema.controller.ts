import { Get } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import { CastellanOptions } from '../access/castellan.options';
import { Authenticated } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { IamController } from '../http/iam-controller';
import { SchemaAnswer } from './schema.answer';

/** The permission schema, as an organisation's members see it. */
@IamController('v1/orgs/:org_id/iam/permissions/schema', 'Schema and resources')
export class SchemaController {
  private readonly answer: SchemaAnswer;

  constructor(options: CastellanOptions) {
    this.answer = SchemaAnswer.fromSchema(options.schema);
  }

  @Get()
  @Authenticated()
  @ApiOperation({
    operationId: 'getPermissionSchema',
    summary: 'Get the permission schema',
    description: 'Returns the resource types and their actions: everything that a permission can name.',
  })
  @ApiParam({ name: 'org_id', type: String })
  @ApiAnswers(200, SchemaAnswer)
  get(): SchemaAnswer {
    return this.answer;
  }
}
