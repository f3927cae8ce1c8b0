import { AuditEntry } from './audit-entry.entity';
import { Assignment } from './assignment.entity';
import { Member } from './member.entity';
import { RemovedMember } from './removed-member.entity';
import { OrganisationState } from './organisation-state.entity';
import { Organisation } from './organisation.entity';
import { Policy } from './policy.entity';
import { PolicyName } from './policy-name.entity';
import { Resource } from './resource.entity';
import { UsedId } from './used-id.entity';
import { RolePolicy } from './role-policy.entity';
import { RoleSsoGroup } from './role-sso-group.entity';
import { Role } from './role.entity';
import { NamedId } from './named-id.entity';
import { UserReference } from './user-reference.entity';
import { Workspace } from './workspace.entity';

/** Every entity of Castellan, for a DataSource's `entities`. Migrations make their tables; a host's `synchronize` leaves them alone. */
export const castellanEntities = [
  Organisation,
  OrganisationState,
  Role,
  Policy,
  PolicyName,
  RolePolicy,
  RoleSsoGroup,
  Member,
  Assignment,
  RemovedMember,
  Workspace,
  Resource,
  UsedId,
  NamedId,
  UserReference,
  AuditEntry,
];
