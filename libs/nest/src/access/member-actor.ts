import { forbidden } from '@castellan/core';
import type { Actor } from '../changes/change';
import type { AccessService } from './access.service';

/** What a member must be allowed to do: a permission, on the thing with this id or in the whole organisation. */
export interface MemberMay {
  readonly permission: string;
  readonly id?: string;
}

/**
 * A member who makes changes where there is no guarded request: in a job, a command, a listener. Under the lock of
 * whichever organisation is changed, the member must be allowed `may` there, and gives and takes no right beyond its own.
 */
export function memberActor(access: AccessService, userId: string, may: MemberMay): Actor {
  return {
    ...{ id: userId, kind: 'member', requestId: null },
    stillMay: async (sql, orgId) => {
      const now = await access.of(orgId, userId, sql);
      if (now === null || !now.can(may.permission, may.id)) throw forbidden({ required_permission: may.permission });
      return now;
    },
  };
}
