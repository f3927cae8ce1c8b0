import { Global, Module } from '@nestjs/common';
import { IdentityObserver } from '../access/sources/identity-observer';
import { StoredRoles } from '../access/sources/stored-roles';
import { EffectsReader } from '../changes/rehearsal';
import { RolesFollower } from '../changes/roles-follower';
import { AssignableRolesRepository } from '../assignments/assignable-roles.repository';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { AssignmentsService } from './assignments.service';
import { DirectoryMarksService } from '../assignments/directory-marks.service';
import { DirectoryService } from '../assignments/directory.service';
import { MemberEffectsService } from '../assignments/member-effects.service';
import { MembersRepository } from '../assignments/members.repository';
import { MembersService } from './members.service';
import { MembershipsRepository } from '../assignments/memberships.repository';
import { MembershipsService } from '../assignments/memberships.service';
import { ScopeInput } from '../assignments/scope-input';
import { SsoMappingRepository } from '../assignments/sso-mapping.repository';
import { SsoMappingService } from '../assignments/sso-mapping.service';
import { PastModule } from '../past/past.module';
import { PastMembersService } from './past-members.service';
import { RolesModule } from '../roles/roles.module';
import { TokenClaimsRepository } from './token-claims.repository';
import { TokenClaimsService } from './token-claims.service';
import type { Feature } from '../http/feature';
import { MembersController } from './members.controller';
import { MemberRolesController } from './member-roles.controller';
import { MeController } from './me.controller';

/** Members and their roles. Global, because CastellanModule, which knows nothing of it, is given the IdentityObserver. */
@Global()
@Module({
  imports: [RolesModule, PastModule],
  providers: [
    StoredRoles,
    MembersRepository,
    MembershipsRepository,
    AssignableRolesRepository,
    TokenClaimsRepository,
    MembersService,
    PastMembersService,
    MembershipsService,
    AssignmentsService,
    AssignableRolesService,
    TokenClaimsService,
    ScopeInput,
    SsoMappingRepository,
    SsoMappingService,
    DirectoryService,
    DirectoryMarksService,
    { provide: IdentityObserver, useExisting: TokenClaimsService },
    { provide: EffectsReader, useClass: MemberEffectsService },
    { provide: RolesFollower, useExisting: SsoMappingService },
  ],
  exports: [
    MembersService,
    PastMembersService,
    MembershipsService,
    AssignmentsService,
    AssignableRolesService,
    SsoMappingService,
    IdentityObserver,
    EffectsReader,
    RolesFollower,
  ],
})
export class MembersModule {}

export const MEMBERS: Feature = {
  module: MembersModule,
  controllers: [MembersController, MemberRolesController, MeController],
};
