import { mapUsers } from './user-references';

/** The parts of an audit entry that may name users. */
export interface EntryUsers {
  readonly actor: { readonly id: string; readonly kind: string };
  readonly target: { readonly type: string; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
}

/** The entry with each reference of a user mapped. */
export function mapEntryUsers<T extends EntryUsers>(entry: T, map: (reference: string) => string): T {
  const { actor, target, before, after } = entry;
  return {
    ...entry,
    actor: actor.kind === 'system' ? actor : { ...actor, id: map(actor.id) },
    target: target.type === 'members' ? { ...target, id: map(target.id) } : target,
    before: mapUsers(before, map),
    after: mapUsers(after, map),
  };
}

/** The references of users in a stored entry. */
export function referencesIn({ entry }: { readonly entry: string }, found = new Set<string>()): Set<string> {
  mapEntryUsers(JSON.parse(entry) as EntryUsers, (reference) => {
    found.add(reference);
    return reference;
  });
  return found;
}
