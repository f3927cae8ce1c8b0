import { check, compileMember, compileRole, type PermissionName } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access';
import { CastellanOptions } from '../access/castellan.options';
import type { ReadyQuestion } from '../access/checker';
import type { Reader } from '../access/reader';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import type { GivingRoleAnswer } from './explanation.answer';
import { namesGranting, GrantingRolesRepository } from './granting-roles.repository';

/** The most roles that are named, and the most permissions that are read to find them. */
const MOST_NAMED = 100;
const MOST_READ = 200_000;

/** The roles that would help, and whether there may be more. */
export interface GivingRoles {
  readonly roles: readonly GivingRoleAnswer[] | null;
  readonly truncated: boolean;
}

/** Finds the roles that would give a member what it lacks. */
@Injectable()
export class GivingRolesService {
  constructor(
    private readonly options: CastellanOptions,
    private readonly repository: GrantingRolesRepository,
    private readonly assignable: AssignableRolesService,
  ) {}

  /** Those of the roles that the reader may read which would allow it if they were assigned everywhere. */
  async find(access: Access, name: PermissionName, { target }: ReadyQuestion, reader: Reader): Promise<GivingRoles> {
    const { orgId, userId } = access;
    const { schema } = this.options;
    if (!reader.mayReadSome('roles')) return { roles: null, truncated: false };
    const { ids: all } = await this.repository.rolesGranting(orgId, namesGranting(schema, name));
    const ids = all.filter((id) => reader.mayRead('roles', id));
    const weights = await this.assignable.readWeights(orgId, ids);
    const found: GivingRoleAnswer[] = [];
    let [looked, read] = [0, 0];
    for await (const { ids: step, roles } of this.assignable.readInSteps(orgId, ids, undefined, weights)) {
      for (const role_id of step) {
        looked++;
        read += weights.get(role_id) ?? 0;
        const role = roles.find(role_id);
        if (role === undefined) continue;
        const { plain } = compileRole(schema, { roleId: role_id, policies: role.policies });
        const member = compileMember({ userId, status: 'active' }, [plain.manual], Date.now());
        const reason = check(member, schema.indexOf(name), target, Date.now());
        if (reason === 'granted') found.push({ role_id, name: role.name });
      }
      if (found.length > MOST_NAMED || read > MOST_READ) break;
    }
    return { roles: found.slice(0, MOST_NAMED), truncated: found.length > MOST_NAMED || looked < ids.length };
  }
}
