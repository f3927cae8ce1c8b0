import { conflict } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { atChange } from '../changes/judgement';
import { formatRevision, parseRevision } from '../database/revision';
import { accepted } from '../http/accepted';
import type { ChangeResult, ChangeSetResult } from './change-set.answer';
import { ChangeSetInput } from './change-set-input';
import { ChangeSet } from './change-set.dto';
import { SetChanges } from './set-changes';

/** Makes several changes as one: all or nothing. */
@Injectable()
export class ChangeSetsService {
  constructor(
    private readonly changes: Changes,
    private readonly input: ChangeSetInput,
    private readonly single: SetChanges,
  ) {}

  /**
   * Makes the changes of a set in their order, in one transaction and with one revision. The actor's rights are those of
   * before the set.
   * @throws CastellanError invalid, and of a single change not-found, forbidden, conflict: all with the place of that change;
   * conflict `moved` when the organisation is at another revision than the set was made for
   */
  async apply(actor: Actor, orgId: string, given: ChangeSet): Promise<ChangeSetResult> {
    const { base_revision, source = null, reason = null, changes } = accepted(ChangeSet, given, this.input);
    const { result, revision } = await this.changes.runSet(
      actor,
      orgId,
      { source, reason },
      async (change, judgement) => {
        assertAt(change, base_revision);
        const made = new Set<string>();
        const results: ChangeResult[] = [];
        for (const [at, each] of changes.entries()) {
          judgement.at = at;
          const outcome = await atChange(at, () => this.single.apply(change, each, made));
          if (outcome.created) made.add(outcome.id);
          results.push({ kind: each.kind, ...outcome });
        }
        return results;
      },
    );
    return { revision: formatRevision(revision), results: result };
  }
}

/** @throws CastellanError conflict `moved` */
function assertAt({ state }: Change, base: string | undefined): void {
  const expected = base === undefined ? state : parseRevision(base);
  if (expected?.epoch === state.epoch && expected.revision === state.revision) return;
  const message = 'The organisation has changed since the revision that the set was made for';
  throw conflict('moved', message, { revision: formatRevision(state) });
}
