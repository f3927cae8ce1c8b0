import { CastellanAuditEntry } from './audit-entry.entity';
import { CastellanAssignment } from './assignment.entity';
import { CastellanInstallation } from './installation.entity';
import { CastellanMember } from './member.entity';
import { CastellanRemovedMember } from './removed-member.entity';
import { CastellanOrganizationState } from './organisation-state.entity';
import { CastellanOrganization } from './organisation.entity';
import { CastellanPermissionSchema } from './permission-schema.entity';
import { CastellanPolicy } from './policy.entity';
import { CastellanPolicyName } from './policy-name.entity';
import { CastellanResource } from './resource.entity';
import { CastellanUsedId } from './used-id.entity';
import { CastellanRolePolicy } from './role-policy.entity';
import { CastellanRoleSsoGroup } from './role-sso-group.entity';
import { CastellanRole } from './role.entity';
import { CastellanNamedId } from './named-id.entity';
import { CastellanUserReference } from './user-reference.entity';
import { CastellanWorkspace } from './workspace.entity';

/**
 * Every entity of Castellan, for a DataSource's `entities`. Migrations make their tables; a host's `synchronize` leaves them
 * alone. Put them after your own: for a relation by table name, TypeORM takes the first entity with that table name.
 */
export const castellanEntities: Array<new () => object> = [
  CastellanOrganization,
  CastellanOrganizationState,
  CastellanRole,
  CastellanPolicy,
  CastellanPolicyName,
  CastellanRolePolicy,
  CastellanRoleSsoGroup,
  CastellanMember,
  CastellanAssignment,
  CastellanRemovedMember,
  CastellanWorkspace,
  CastellanResource,
  CastellanUsedId,
  CastellanNamedId,
  CastellanUserReference,
  CastellanAuditEntry,
  CastellanPermissionSchema,
  CastellanInstallation,
];
