import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module';
import { SchemaModule } from '../schema/schema.module';
import { FoundingService } from './founding.service';
import { OrgsRepository } from './orgs.repository';
import { OrgsService } from './orgs.service';
import { StartChecks } from './start-checks';
import type { Feature } from '../http/feature';
import { OrgsController } from './orgs.controller';

/** Organisations. */
@Module({
  imports: [SchemaModule, MembersModule],
  providers: [OrgsRepository, OrgsService, FoundingService, StartChecks],
  exports: [OrgsService, FoundingService, StartChecks],
})
export class OrgsModule {}

export const ORGS: Feature = { module: OrgsModule, controllers: [OrgsController] };
