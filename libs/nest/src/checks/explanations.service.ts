import { invalid, notFound, parsePermissionName, valueError, type Grant, type PermissionName } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access';
import { AccessService } from '../access/access.service';
import { Checker, type ReadyQuestion } from '../access/checker';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { CheckAnswer, PathAnswer } from './check.answer';
import type { ExplanationAnswer, GivingRoleAnswer } from './explanation.answer';
import { GrantingRolesRepository } from './granting-roles.repository';
import type { HeldPermissionAnswer, HeldPermissionsAnswer } from './member-permissions.answer';
import type { ExplainQuery } from './question.dto';

/** Says what a member may do, and why. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly access: AccessService,
    private readonly checker: Checker,
    private readonly roles: AssignableRolesService,
    private readonly repository: GrantingRolesRepository,
  ) {}

  /** Everything that a member holds, with what gives it. @throws CastellanError not-found */
  async permissions(orgId: string, userId: string): Promise<HeldPermissionsAnswer> {
    const access = memberOf(await this.access.of(orgId, userId), userId);
    const { allows, denies } = access.effectiveGrants();
    return {
      user_id: userId,
      status: access.status,
      permissions: [...held(allows, 'allow'), ...held(denies, 'deny')],
    };
  }

  /** The answer to a question with every path that leads to it. @throws CastellanError not-found, invalid */
  async explain(orgId: string, userId: string, query: ExplainQuery): Promise<ExplanationAnswer> {
    const { permission, resource_id: id } = query;
    const name = parsePermissionName(permission) as PermissionName;
    if (name.type === 'resources' && id !== undefined) {
      const reason = 'an entry of the registry is asked about with its type: POST check';
      throw invalid([valueError(['query', 'resource_id'], reason, id)]);
    }
    const on = id === undefined ? null : { type: name.type, id };
    const [ready] = (await this.checker.prepare(orgId, [{ userId, name, on }])) as [ReadyQuestion];
    const access = memberOf(ready.access, userId);
    const { allows, denies, couldDeny, elsewhere, missing, ...decision } = access.explain(name, ready.target);
    return {
      ...CheckAnswer.of(decision),
      ...{ allows: paths(allows), denies: paths(denies), could_deny: paths(couldDeny), elsewhere: paths(elsewhere) },
      missing: missing === null ? null : { ...missing },
      roles: decision.reason === 'no-grant' ? await this.giving(access, name, ready) : [],
    };
  }

  /** The roles that would make it allowed if they were assigned everywhere. */
  private async giving(access: Access, name: PermissionName, { target }: ReadyQuestion): Promise<GivingRoleAnswer[]> {
    const ids = await this.repository.rolesAbout(access.orgId, name.type);
    const roles = await this.roles.many(access.orgId, ids);
    return ids.flatMap((role_id) => {
      const grants = roles.grantsOf([{ role_id, scope: '*', origin: 'manual', expires_at: null }]);
      const role = roles.of(role_id);
      return role !== undefined && access.canWith(grants, name, target) ? [{ role_id, name: role.name }] : [];
    });
  }
}

function memberOf(access: Access | null, userId: string): Access {
  if (access === null) throw notFound('members', userId);
  return access;
}

const paths = (grants: readonly Grant[]): PathAnswer[] => grants.map((grant) => PathAnswer.of(grant));

const held = (grants: ReadonlyMap<string, readonly Grant[]>, effect: Grant['effect']): HeldPermissionAnswer[] =>
  [...grants].map(([permission, by]) => ({ permission, effect, by: paths(by) }));
