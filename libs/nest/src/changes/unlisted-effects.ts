import type { AuditRecord } from './change';

/** An assignment that a change makes end at another time; ISO 8601, null when it never expires. */
export interface MovedEnd {
  readonly user_id: string;
  readonly role_id: string;
  readonly scope: string;
  readonly expires_at_before: string | null;
  readonly expires_at_after: string | null;
}

/** A registered object that a change puts into a container, moves or removes; null is no container. */
export interface MovedResource {
  readonly resource_type: string;
  readonly resource_id: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a change does to rights that no row shows, because it does so later, or by what lies in which container. */
export interface UnlistedEffects {
  readonly ends: readonly MovedEnd[];
  readonly moved: readonly MovedResource[];
}

/** What is read here of audited objects. */
interface AuditedMember {
  readonly assignments?: ReadonlyArray<{
    readonly role_id: string;
    readonly scope: string;
    readonly origin: string;
    readonly expires_at: string | null;
  }>;
}
interface AuditedResource {
  readonly workspace_id?: string | null;
}

/** Reads from what a change noted for the audit log what its rows cannot show. */
export function unlistedEffects(audited: readonly AuditRecord[]): UnlistedEffects {
  return { ends: audited.flatMap(endsIn), moved: audited.flatMap(movesIn) };
}

function endsIn({ targetType, targetId: user_id, before, after }: AuditRecord): MovedEnd[] {
  if (targetType !== 'members') return [];
  const [had, has] = [before, after].map((member) => (member as AuditedMember | null)?.assignments ?? []);
  const keyOf = (role_id: string, scope: string, origin: string): string => JSON.stringify([role_id, scope, origin]);
  const ends = new Map(
    (had ?? []).map(({ role_id, scope, origin, expires_at }) => [keyOf(role_id, scope, origin), expires_at]),
  );
  return (has ?? []).flatMap(({ role_id, scope, origin, expires_at }) => {
    const old = ends.get(keyOf(role_id, scope, origin));
    if (old === undefined || old === expires_at) return [];
    return [{ user_id, role_id, scope, expires_at_before: old, expires_at_after: expires_at }];
  });
}

function movesIn({ action, targetType, targetId, before, after }: AuditRecord): MovedResource[] {
  if (!action.startsWith('resource.')) return [];
  const [from, to] = [before, after].map((resource) => (resource as AuditedResource | null)?.workspace_id ?? null);
  if (from === to) return [];
  return [{ resource_type: targetType, resource_id: targetId, from: from ?? null, to: to ?? null }];
}
