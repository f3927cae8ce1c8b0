import { conflict, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { MOST_CHANGES } from '../change-sets/change-set.dto';
import type { ChangeResult } from '../change-sets/change-set.answer';
import { SetChanges } from '../change-sets/set-changes';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { atChange } from '../changes/judgement';
import { formatRevision } from '../database/revision';
import { pastRevision } from '../past/past-objects.service';
import { inverseOf, type Inverse, type NewIds } from './inverse-changes';
import { roleFields } from './past-fields';
import { PastLog } from './past-log';
import { Restorables } from './restorables';
import type { RevertResult } from './revert.answer';

/** The most objects that a refusal names. */
const MOST_NAMED = 100;

/** What is reverted: a revision as `Castellan-Revision` says it, and why. */
export interface Reverted {
  readonly revision: string;
  readonly reason?: string | null;
}

/** Undoes whole changes by their opposites, which are made as a change set. */
@Injectable()
export class RevertService {
  constructor(
    private readonly changes: Changes,
    private readonly single: SetChanges,
    private readonly log: PastLog,
    private readonly objects: Restorables,
  ) {}

  /**
   * Applies the opposite of the change that made a revision.
   * @throws CastellanError not-found without such a change, conflict `moved`, `moved_on`, `not_revertible`, and as a change set
   */
  async revert(actor: Actor, orgId: string, { revision, reason = null }: Reverted): Promise<RevertResult> {
    const done = await this.changes.runSet(actor, orgId, { source: null, reason }, async (change, judgement) => {
      const inverse = await this.inverse(change, pastRevision(change.state, revision));
      const made = new Set<string>();
      const ids = new Map<string, string>();
      const results: ChangeResult[] = [];
      for (const [at, { restores, make }] of inverse.changes.entries()) {
        judgement.at = at;
        const each = await make(ids);
        const outcome = await atChange(at, () => this.single.apply(change, each, made));
        if (outcome.created) made.add(outcome.id);
        if (restores !== undefined) ids.set(restores, outcome.id);
        results.push({ kind: each.kind, ...outcome });
      }
      return { results, left_out: [...inverse.leftOut] };
    });
    return { revision: formatRevision(done.revision), ...done.result };
  }

  private async inverse(change: Change, revision: number): Promise<Inverse> {
    const { orgId, state } = change;
    const { entries, objects } = await this.log.entriesOf(change, revision);
    if (entries.length === 0) throw notFound('changes', formatRevision({ ...state, revision }));
    if (entries.length > MOST_CHANGES) {
      throw conflict('limit', `A revert touches at most ${MOST_CHANGES} objects`, { limit: MOST_CHANGES });
    }
    const touched = await this.log.touchedLater(change, objects, revision);
    if (touched.length > 0) {
      throw conflict('moved_on', 'Later changes touched what is to be reverted', {
        objects: touched.slice(0, MOST_NAMED),
      });
    }
    const roleBody = async (roleId: string, ids: NewIds): Promise<Record<string, unknown>> => {
      const { roles, pastRoles } = this.objects;
      const then = await pastRoles.get(orgId, roleId, revision - 1, change.sql);
      const now = (await roles.exists(orgId, roleId, change.sql)) ? await roles.get(orgId, roleId, change.sql) : null;
      const fields = roleFields(then, now);
      const { policy_ids } = fields;
      return { ...fields, ...(policy_ids && { policy_ids: policy_ids.map((id) => ids.get(id) ?? id) }) };
    };
    return inverseOf(entries, roleBody, Date.now());
  }
}
