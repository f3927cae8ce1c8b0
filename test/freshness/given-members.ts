import { CastellanOptions } from '../../libs/nest/src/access/castellan.options';
import { Checker } from '../../libs/nest/src/access/checker';
import { CompiledMembers } from '../../libs/nest/src/access/state/compiled-members';
import { alwaysRead, type Freshness } from '../../libs/nest/src/access/state/freshness';
import { GrantsSource } from '../../libs/nest/src/access/sources/grants-source';
import type { KnownMember } from '../../libs/nest/src/access/sources/grants-source';
import { KnownContainers } from '../../libs/nest/src/access/state/known-containers';
import { MembersInOneState } from '../../libs/nest/src/access/state/members-in-one-state';
import { StampsReader } from '../../libs/nest/src/access/state/stamps-reader';
import type { TestServer } from '../support/server';
import { HeldSource } from './held-source';

/** The members of an instance of its own, over the database of the server, through a source that can be held. */
export function givenMembers(
  { running: { app } }: TestServer,
  freshness: Freshness = alwaysRead,
): { members: CompiledMembers; source: HeldSource } {
  const source = new HeldSource(app.get<GrantsSource>(GrantsSource, { strict: false }));
  const options = app.get(CastellanOptions, { strict: false });
  return { source, members: new CompiledMembers(options, source, new StampsReader(source), freshness) };
}

/** What a member holds, as text: its permissions, and when the first assignment ends. */
export const heldBy = (member: KnownMember | null): string =>
  member === null
    ? 'no member'
    : JSON.stringify([
        member.compiled.status,
        member.compiled.assigned.map(({ role }) => role.source.policies.flatMap(({ permissions }) => permissions)),
        member.compiled.validUntil,
      ]);

/** A checker of an instance of its own, over the database of the server and these members. */
export function givenChecker(
  { running: { app } }: TestServer,
  { members, source }: ReturnType<typeof givenMembers>,
): Checker {
  const options = app.get(CastellanOptions, { strict: false });
  const inOneState = new MembersInOneState(options, members, source);
  return new Checker(options, inOneState, app.get(KnownContainers, { strict: false }));
}
