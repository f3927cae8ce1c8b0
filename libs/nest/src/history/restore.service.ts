import { notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { assertMay, assertMayOn } from '../change-sets/set-rights';
import { pastRevision } from '../past/past-objects.service';
import { policyFields, roleFields } from './past-fields';
import type { RestoredPolicy, RestoredRole } from './restore.dto';
import { Restorables } from './restorables';

/**
 * Returns policies and roles to what they were. A restore is a change like any other. Revisions are as `Castellan-Revision` says
 * them.
 */
@Injectable()
export class RestoreService {
  constructor(
    private readonly changes: Changes,
    private readonly objects: Restorables,
  ) {}

  /** @throws CastellanError not-found when there was no such policy at the revision, and as a change of the policy */
  policy(actor: Actor, orgId: string, policyId: string, revision: string): Promise<RestoredPolicy> {
    return this.changes.run(actor, orgId, async (change) => {
      const { policies, pastPolicies } = this.objects;
      assertMayKnow(change, 'policies', policyId);
      const fields = policyFields(
        await pastPolicies.get(orgId, policyId, pastRevision(change.state, revision), change.sql),
      );
      if (await policies.exists(orgId, policyId, change.sql)) {
        assertMayOn(change, 'update', { type: 'policies', id: policyId });
        return { ...(await policies.updateIn(change, policyId, fields)), restored_from: null };
      }
      assertMay(change, { type: 'policies', action: 'create' });
      return { ...(await policies.createIn(change, fields)), restored_from: policyId };
    });
  }

  /** @throws CastellanError not-found when there was no such role at the revision, and as a change of the role */
  role(actor: Actor, orgId: string, roleId: string, revision: string): Promise<RestoredRole> {
    return this.changes.run(actor, orgId, async (change) => {
      const { roles, pastRoles } = this.objects;
      assertMayKnow(change, 'roles', roleId);
      const then = await pastRoles.get(orgId, roleId, pastRevision(change.state, revision), change.sql);
      if (await roles.exists(orgId, roleId, change.sql)) {
        assertMayOn(change, 'update', { type: 'roles', id: roleId });
        const fields = roleFields(then, await roles.get(orgId, roleId, change.sql));
        return { ...(await roles.updateIn(change, roleId, fields)), restored_from: null };
      }
      assertMay(change, { type: 'roles', action: 'create' });
      return { ...(await roles.createIn(change, roleFields(then, null))), restored_from: roleId };
    });
  }
}

/** What was of an object is told only to those who may read it now. @throws CastellanError not-found */
function assertMayKnow(change: Change, type: string, id: string): void {
  if (!change.mayRead(type, id)) throw notFound(type, id);
}
