import { forbidden } from '@castellan/core';
import type { Actor } from '../changes/change';
import type { AccessService } from './access.service';
import { assertUserId } from './identity';

/** What a member must be allowed to do: a permission, on the thing with this id or in the whole organisation. */
export interface MemberMay {
  readonly permission: string;
  readonly id?: string;
}

/**
 * A member who makes changes where there is no guarded request: in a job, a command, a listener. Under the lock of
 * whichever organisation is changed, the member must be allowed `may` there, and gives and takes no right beyond its own.
 * @throws CastellanError unauthenticated for a user id that is not a string
 */
export function memberActor(access: AccessService, userId: string, may: MemberMay): Actor {
  assertUserId(userId);
  return {
    id: userId,
    kind: 'member',
    requestId: null,
    requiredPermission: may.permission,
    stillMay: async (sql, orgId) => {
      const now = await access.of(orgId, userId, sql);
      const reason = now?.reasonOf(may.permission, may.id) ?? 'not-a-member';
      if (now !== null && reason === 'granted') return now;
      throw forbidden(reason === 'granted' ? 'no-grant' : reason, { required_permission: may.permission });
    },
  };
}
