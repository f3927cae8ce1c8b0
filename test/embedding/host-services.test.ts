import {
  AssignmentsService,
  AuditService,
  BuiltinsService,
  CastellanAdminModule,
  ChangeSetsService,
  FoundingService,
  MembersService,
  OrgsService,
  PoliciesService,
  ResourcesService,
  RestoreService,
  RevertService,
  RolesService,
  StatementsService,
  WorkspacesService,
} from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { Inject, Injectable, Module, type Type } from '@nestjs/common';
import { ADMIN_SERVICES } from '../../libs/nest/src/admin-services';
import { openHosts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

/** A service of the host that writes members and roles, as such a service is written. */
@Injectable()
class People {
  constructor(
    readonly members: MembersService,
    readonly assignments: AssignmentsService,
    readonly roles: RolesService,
    readonly statements: StatementsService,
  ) {}

  @Inject(PoliciesService) readonly policies!: PoliciesService;
  @Inject(OrgsService) readonly orgs!: OrgsService;
  @Inject(FoundingService) readonly founding!: FoundingService;
  @Inject(WorkspacesService) readonly workspaces!: WorkspacesService;
  @Inject(ResourcesService) readonly resources!: ResourcesService;
  @Inject(AuditService) readonly audit!: AuditService;
  @Inject(BuiltinsService) readonly builtins!: BuiltinsService;
  @Inject(ChangeSetsService) readonly changeSets!: ChangeSetsService;
  @Inject(RestoreService) readonly restores!: RestoreService;
  @Inject(RevertService) readonly reverts!: RevertService;
}

/** It imports nothing of ours: administration is global. */
@Module({ providers: [People], exports: [People] })
class PeopleModule {}

/** A module of the host deeper down. */
@Module({ imports: [PeopleModule] })
class FeatureModule {}

describe.each([[undefined], [['iam'] as const], [[] as const]])(
  'services of administration with the APIs %j',
  (apis) => {
    it('are injected into a module of the host, and are those that the routes use', async () => {
      const imports = [FeatureModule, CastellanAdminModule.forRoot(apis === undefined ? {} : { apis })];
      const app = await hosts.start({ entities: castellanEntities, imports });
      const people = app.get(People);
      const injected = Object.values(people) as object[];
      for (const type of ADMIN_SERVICES as Array<Type<object>>) {
        expect(injected.filter((one) => one instanceof type)).toEqual([app.get(type)]);
      }
      const orgId = `org-services-${apis?.length ?? 2}`;
      await people.founding.bootstrap({ org: orgId, admin: 'alice' });
      expect((await people.members.get(orgId, 'alice')).role_ids).toEqual(['rl-admin']);
    });
  },
);
