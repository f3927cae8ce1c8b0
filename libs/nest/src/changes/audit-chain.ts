import { createHash, createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import { rows } from '../database/database';
import type { AuditRecord, Change } from './change';
import { mapUsers, referencesOf } from './user-references';

/** The injection token of the key of the audit chain (HMAC-SHA-256); without one the chain is plain SHA-256. */
export const AUDIT_KEY = Symbol('AUDIT_KEY');

/** The end of an organisation's audit chain. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** SHA-256 (HMAC when there is a key) over the hash before and the canonical entry (RFC 8785), as lower-case hex. */
export function auditHash(previous: string, entry: string, key?: string): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return hash.update(previous).update('\n').update(entry).digest('hex');
}

/** So many records are written at a time. */
const STEP = 200;

/** A row of the log, as it is written. */
interface Written {
  readonly seq: number;
  readonly action: string;
  readonly type: string;
  readonly id: string;
  readonly entry: string;
  readonly previous: string;
  readonly hash: string;
}

/**
 * Writes the audit rows of a change, each chained to the one before it, and tells the new head. Users are named by their
 * references, so that a person can be erased and the chain still verifies.
 */
export async function appendAudit(change: Change, revision: number, key?: string): Promise<AuditHead> {
  const { orgId, state, id: change_id, reason } = change;
  const at = await moment(change);
  const map = await referencesIn(change);
  const { kind } = change.actor;
  const actor = { id: kind === 'system' ? change.actor.id : map(change.actor.id), kind };
  let { audit_seq: seq, audit_head: hash } = state;
  const next = (audited: AuditRecord): Written => {
    const record = referred(audited, map);
    const previous = hash;
    seq += 1;
    const entry = canonicalize({
      org_id: orgId,
      seq,
      revision,
      at,
      actor,
      change_id,
      reason,
      request_id: change.actor.requestId,
      schema_hash: state.schema_hash,
      action: record.action,
      target: { type: record.targetType, id: record.targetId },
      before: record.before,
      after: record.after,
    }) as string;
    hash = auditHash(previous, entry, key);
    return { seq, action: record.action, type: record.targetType, id: record.targetId, entry, previous, hash };
  };
  // A change may have thousands of records: others have their turn between the steps.
  const { audited } = change;
  for (let from = 0; from < audited.length; from += STEP) {
    if (from > 0) await nextTurn();
    await insert(change, { revision, at, actor: actor.id }, audited.slice(from, from + STEP).map(next));
  }
  return { seq, hash };
}

async function insert(
  { sql, orgId, id: changeId, reason }: Change,
  { revision, at, actor }: { readonly revision: number; readonly at: string; readonly actor: string },
  written: readonly Written[],
): Promise<void> {
  await rows(
    sql,
    `insert into castellan.audit_entry
       (org_id, seq, revision, at, actor_id, change_id, reason, action, target_type, target_id, entry, prev_hash, hash)
     select $1, e.seq, $2, $3, $4, $5, $7, e.action, e.type, e.id, e.entry, e.previous, e.hash
       from jsonb_to_recordset($6::jsonb)
         as e(seq bigint, action text, type text, id text, entry text, previous text, hash text)`,
    [orgId, revision, at, actor, changeId, JSON.stringify(written), reason],
  );
}

/** Puts references in place of the user ids of a change, in its actor and in each of its records. */
async function referencesIn({ sql, orgId, actor, audited }: Change): Promise<(userId: string) => string> {
  const userIds = new Set<string>(actor.kind === 'system' ? [] : [actor.id]);
  const collect = (userId: string): string => {
    userIds.add(userId);
    return userId;
  };
  for (const [at, record] of audited.entries()) {
    if (at % STEP === STEP - 1) await nextTurn();
    referred(record, collect);
  }
  // One record may hold a role of 10,000 permissions.
  await nextTurn();
  const references = await referencesOf(sql, orgId, userIds);
  return (userId) => references.get(userId) ?? userId;
}

const referred = (record: AuditRecord, map: (userId: string) => string): AuditRecord => ({
  action: record.action,
  targetType: record.targetType,
  targetId: record.targetType === 'members' ? map(record.targetId) : record.targetId,
  before: mapUsers(record.before, map),
  after: mapUsers(record.after, map),
});

// Invariant: within an organisation `at` never goes back as `seq` grows, whatever the instances' clocks say. A range of
// times is looked up as a range of sequence numbers.
async function moment({ sql, orgId, state }: Change): Promise<string> {
  const [last] = await rows<{ at: Date }>(sql, 'select at from castellan.audit_entry where org_id = $1 and seq = $2', [
    orgId,
    state.audit_seq,
  ]);
  return new Date(Math.max(Date.now(), last?.at.getTime() ?? 0)).toISOString();
}
