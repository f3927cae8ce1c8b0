import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module';
import { BuiltinsRepository } from './builtins.repository';
import { BuiltinsService } from './builtins.service';
import { RetiredGrantsRepository } from './retired-grants.repository';
import { RetiredGrantsService } from './retired-grants.service';
import { RetiredScopesRepository } from './retired-scopes.repository';
import { RetiredScopesService } from './retired-scopes.service';
import type { Feature } from '../http/feature';
import { SchemaController } from './schema.controller';

/** The permission schema, and the built-ins that it declares. */
@Module({
  imports: [PoliciesModule],
  providers: [
    BuiltinsRepository,
    BuiltinsService,
    RetiredGrantsRepository,
    RetiredGrantsService,
    RetiredScopesRepository,
    RetiredScopesService,
  ],
  exports: [BuiltinsService],
})
export class SchemaModule {}

export const SCHEMA: Feature = { module: SchemaModule, controllers: [SchemaController] };
