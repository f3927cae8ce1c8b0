import { AuditEntry } from '../audit/audit-entry.entity';
import { Assignment } from '../members/assignment.entity';
import { Member } from '../members/member.entity';
import { RemovedMember } from '../members/removed-member.entity';
import { OrganisationState } from '../orgs/organisation-state.entity';
import { Organisation } from '../orgs/organisation.entity';
import { Policy } from '../policies/policy.entity';
import { Resource } from '../resources/resource.entity';
import { UsedId } from '../resources/used-id.entity';
import { RolePolicy } from '../roles/role-policy.entity';
import { RoleSsoGroup } from '../roles/role-sso-group.entity';
import { Role } from '../roles/role.entity';
import { Workspace } from '../workspaces/workspace.entity';

/** Every entity of Castellan, for a DataSource's `entities`. Migrations make their tables; a host's `synchronize` leaves them alone. */
export const castellanEntities = [
  Organisation,
  OrganisationState,
  Role,
  Policy,
  RolePolicy,
  RoleSsoGroup,
  Member,
  Assignment,
  RemovedMember,
  Workspace,
  Resource,
  UsedId,
  AuditEntry,
];
