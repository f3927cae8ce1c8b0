import type { PermissionName } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Access } from '../access/access';
import { AccessOptions } from '../access/access.options';
import type { ReadyQuestion } from '../access/checker';
import type { Reader } from '../access/reader';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import type { GivingRoleAnswer } from './explanation.answer';
import { actionsGranting, GrantingRolesRepository } from './granting-roles.repository';

/** The most roles that are named, and that are read to find them. */
const MOST_NAMED = 100;
const MOST_READ = 500;
/** How many roles are read with one statement: each may have a megabyte of permissions. */
const STEP = 20;

/** The roles that would help, and whether there may be more. */
export interface GivingRoles {
  readonly roles: readonly GivingRoleAnswer[] | null;
  readonly truncated: boolean;
}

/** Finds the roles that would give a member what it lacks. */
@Injectable()
export class GivingRolesService {
  constructor(
    private readonly options: AccessOptions,
    private readonly repository: GrantingRolesRepository,
    private readonly assignable: AssignableRolesService,
  ) {}

  /** Those of the roles that the reader may read which would allow it if they were assigned everywhere. */
  async find(access: Access, name: PermissionName, { target }: ReadyQuestion, reader: Reader): Promise<GivingRoles> {
    const { orgId } = access;
    if (!reader.mayReadSome('roles')) return { roles: null, truncated: false };
    const all = await this.repository.rolesGranting(orgId, name.type, actionsGranting(this.options.schema, name));
    const ids = all.filter((id) => reader.mayRead('roles', id));
    const found: GivingRoleAnswer[] = [];
    let read = 0;
    for (; read < Math.min(ids.length, MOST_READ) && found.length <= MOST_NAMED; read += STEP) {
      const step = ids.slice(read, read + STEP);
      const roles = await this.assignable.many(orgId, step);
      for (const role_id of step) {
        const grants = roles.grantsOf([{ role_id, scope: '*', origin: 'manual', expires_at: null }]);
        const role = roles.of(role_id);
        if (role !== undefined && access.wouldAllow(grants, name, target)) found.push({ role_id, name: role.name });
      }
      // Nobody else may have to wait for the reading of large roles.
      await nextTurn();
    }
    const truncated = found.length > MOST_NAMED || read < ids.length;
    return { roles: found.slice(0, MOST_NAMED), truncated };
  }
}
