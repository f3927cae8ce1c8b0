import { Global, Module } from '@nestjs/common';
import { IdentityObserver } from '../access/access.service';
import { EffectsReader } from '../database/rehearsal';
import { AssignableRolesRepository } from './assignable-roles.repository';
import { AssignableRolesService } from './assignable-roles.service';
import { AssignmentsService } from './assignments.service';
import { MemberEffectsService } from './member-effects.service';
import { MembersRepository } from './members.repository';
import { MembersService } from './members.service';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';
import { ScopeInput } from './scope-input';
import { SsoMappingRepository } from './sso-mapping.repository';
import { SsoMappingService } from './sso-mapping.service';
import { TokenClaimsRepository } from './token-claims.repository';
import { TokenClaimsService } from './token-claims.service';

/** Members and their roles. Global, because AccessModule, which knows nothing of it, is given the IdentityObserver. */
@Global()
@Module({
  providers: [
    ...[MembersRepository, MembershipsRepository, AssignableRolesRepository, TokenClaimsRepository],
    ...[MembersService, MembershipsService, AssignmentsService, AssignableRolesService, TokenClaimsService],
    ...[ScopeInput, SsoMappingRepository, SsoMappingService],
    { provide: IdentityObserver, useExisting: TokenClaimsService },
    { provide: EffectsReader, useClass: MemberEffectsService },
  ],
  exports: [
    ...[MembersService, MembershipsService, AssignmentsService, AssignableRolesService, SsoMappingService],
    ...[IdentityObserver, EffectsReader],
  ],
})
export class MembersModule {}
