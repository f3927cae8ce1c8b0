import type { Type } from '@nestjs/common';
import { AuditService } from './audit/audit.service';
import { ChangeSetsService } from './change-sets/change-sets.service';
import { throwHttpExceptions } from './errors/castellan.exception';
import { RestoreService } from './history/restore.service';
import { RevertService } from './history/revert.service';
import { AssignmentsService } from './members/assignments.service';
import { MembersService } from './members/members.service';
import { FoundingService } from './orgs/founding.service';
import { OrgsService } from './orgs/orgs.service';
import { PoliciesService } from './policies/policies.service';
import { ResourcesService } from './resources/resources.service';
import { RolesService } from './roles/roles.service';
import { BuiltinsService } from './schema/builtins.service';
import { StatementsService } from './faces/statements/statements.service';
import { WorkspacesService } from './workspaces/workspaces.service';

/** The services that a host may inject and call. */
export const ADMIN_SERVICES: readonly Type[] = [
  AssignmentsService,
  AuditService,
  BuiltinsService,
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
];

throwHttpExceptions(...ADMIN_SERVICES);
