import { auditHash, type AuditHead } from '../changes/audit-chain';
import type { Database, Sql } from '../database/database';
import { AuditRepository, WHOLE, type AuditRow } from './audit.repository';
import { Findings, type Finding } from './findings';

/** How an organisation's chain is verified. */
export interface VerifyOptions {
  /** The key that the chain was written with. */
  readonly key?: string;
  /** A head that was logged: its entry is looked for, because a chain whose tail was cut is whole in itself. */
  readonly logged?: string;
}

/** What was found out about an organisation's chain. */
export interface ChainReport {
  readonly orgId: string;
  readonly entries: number;
  /** The last entry's hash, the empty string without entries. */
  readonly head: string;
  readonly findings: readonly Finding[];
  /** How many findings there are beside those that are listed. */
  readonly more: number;
  /** The sequence number of the entry that the logged head is of; null when there is none. */
  readonly loggedAt: number | null;
}

/** Where the walk is: the last entry that was seen. */
interface ChainPosition extends AuditHead {
  readonly entries: number;
}

/**
 * Walks the chain of an organisation once, in constant memory, and reports what does not fit. Changes nothing, and sees
 * one state of the database, however long it takes and whoever writes meanwhile.
 */
export function verifyChain(database: Database, orgId: string, options: VerifyOptions = {}): Promise<ChainReport> {
  const log = new AuditRepository(database);
  return database.dataSource.transaction('REPEATABLE READ', (sql) => walk(log, sql, orgId, options));
}

/** The organisations that are there, or that have entries, by id. */
export async function* organisationsToVerify(database: Database): AsyncGenerator<string> {
  const log = new AuditRepository(database);
  for (let orgId = await log.nextOrganisation(''); orgId !== null; orgId = await log.nextOrganisation(orgId)) {
    yield orgId;
  }
}

async function walk(
  log: AuditRepository,
  sql: Sql,
  orgId: string,
  { key, logged }: VerifyOptions,
): Promise<ChainReport> {
  const findings = new Findings();
  let position: ChainPosition = { seq: 0, hash: '', entries: 0 };
  let loggedAt: number | null = null;
  let found = await log.batch(orgId, {}, WHOLE, sql);
  for (let last = found.at(-1); last !== undefined; last = found.at(-1)) {
    for (const row of found) {
      for (const problem of problemsOf(orgId, row, key)) findings.add(problem, Number(row.seq));
      position = follow(findings, position, row);
      if (row.hash === logged) loggedAt = position.seq;
    }
    found = await log.batch(orgId, {}, { ...WHOLE, after: last.seq }, sql);
  }
  compareHead(findings, position, await log.head(orgId, sql));
  const { kept, more } = findings;
  return { orgId, entries: position.entries, head: position.hash, findings: kept, more, loggedAt };
}

/** Goes on to an entry, and notes when it is not the one that comes next. */
function follow(findings: Findings, position: ChainPosition, { seq: text, prev_hash, hash }: AuditRow): ChainPosition {
  const seq = Number(text);
  const next = position.seq + 1;
  if (seq > next) findings.add('removed', next, seq - 1);
  else if (seq < next) findings.add('has a sequence number that no entry has', seq);
  else if (prev_hash !== position.hash) findings.add('does not follow the entry before it', seq);
  return { seq, hash, entries: position.entries + 1 };
}

/** What is wrong with an entry on its own. */
function problemsOf(orgId: string, row: AuditRow, key?: string): string[] {
  const problems: string[] = [];
  if (auditHash(row.prev_hash, row.entry, key) !== row.hash) {
    const unkeyed = key !== undefined && auditHash(row.prev_hash, row.entry) === row.hash;
    problems.push(unkeyed ? 'was hashed without the key' : 'its hash does not fit its text (was AUDIT_KEY another?)');
  }
  const differing = Object.entries(columnsOf(row.entry)).flatMap(([column, said]) => {
    const stored = { ...row, org_id: orgId, at: row.at.toISOString() }[column];
    return (stored ?? undefined) === said ? [] : [column];
  });
  if (differing.length > 0) problems.push(`its text says otherwise than its columns: ${differing.join(', ')}`);
  return problems;
}

/** What the columns of an entry must be, by its text; an empty object's where the text is none that we write. */
function columnsOf(entry: string): Record<string, unknown> {
  const { org_id, seq, revision, at, actor, action, target, change_id, reason } = parsed(entry);
  const { id: actor_id } = (actor ?? {}) as Record<string, unknown>;
  const { type: target_type, id: target_id } = (target ?? {}) as Record<string, unknown>;
  const location = { org_id, seq: String(seq), revision: String(revision), at };
  return { ...location, actor_id, action, target_type, target_id, change_id, reason: reason ?? undefined };
}

function parsed(entry: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(entry)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function compareHead(findings: Findings, { seq, hash }: ChainPosition, head: AuditHead | null): void {
  if (head === null) findings.add('no such organisation, or its state row was removed', seq);
  else if (head.seq > seq) findings.add('removed: the state row counts them', seq + 1, head.seq);
  else if (head.seq < seq) findings.add('added: the state row does not count them', head.seq + 1, seq);
  else if (head.hash !== hash) findings.add('is not the head that the state row has', seq);
}
