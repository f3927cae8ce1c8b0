import { CastellanError, invalid, type Issue } from '@castellan/core';
import type { Change } from '../changes/change';
import type { MembershipsService } from '../assignments/memberships.service';
import type { Rewrite } from '../assignments/rewrite-demands';
import { accepted } from '../http/accepted';
import { AssignMemberRoles } from './member.dto';

/** A row of a batch that is rejected, and why. */
interface RejectedRow {
  readonly loc: Issue['loc'];
  readonly user_id: string;
  readonly reason: unknown;
  readonly missing?: unknown;
}

/** The place of a row's field in a request: that of a batch, or that of a body with one user. */
const placeOf = (rows: number, at: number): Issue['loc'] => (rows === 1 ? ['body'] : ['body', 'members', at]);

/** The rows of a batch in the form of their class. @throws CastellanError invalid, with the mistakes of all rows */
export function acceptedRows(given: readonly AssignMemberRoles[]): AssignMemberRoles[] {
  const issues: Issue[] = [];
  const rows = given.map((each, at) => {
    try {
      return accepted(AssignMemberRoles, each);
    } catch (error) {
      if (!(error instanceof CastellanError) || error.kind !== 'invalid') throw error;
      for (const issue of error.issues) {
        issues.push({ ...issue, loc: [...placeOf(given.length, at), ...issue.loc.slice(1)] });
      }
      return each;
    }
  });
  if (issues.length > 0) throw invalid(issues);
  return rows;
}

/** Where a batch names roles that do not exist. */
export function rowsNaming(
  unknown: ReadonlySet<string>,
  rows: readonly AssignMemberRoles[],
): Array<{ readonly loc: Issue['loc']; readonly resource_id: string }> {
  return rows.flatMap(({ role_ids }, row) =>
    role_ids.flatMap((id, at) =>
      unknown.has(id) ? [{ loc: [...placeOf(rows.length, row), 'role_ids', at], resource_id: id }] : [],
    ),
  );
}

/** An error with the rows that it is about, when there are several. */
export const withRows = (error: CastellanError, rows: readonly object[], of: number): CastellanError =>
  of === 1 ? error : new CastellanError(error.kind, error.message, { ...error.details, rows }, error.issues);

/** The refusal of a batch with every row that would be refused by itself; rows that ask for the same share one verdict. */
export async function refusalOfRows(
  error: CastellanError,
  memberships: MembershipsService,
  change: Change,
  rewrites: readonly Rewrite[],
): Promise<CastellanError> {
  if (rewrites.length === 1) return error;
  const verdicts = new Map<string, CastellanError | null>();
  const rejected: RejectedRow[] = [];
  for (const [at, rewrite] of rewrites.entries()) {
    const key = keyOf(rewrite, change.actor.id);
    let verdict = verdicts.get(key);
    if (verdict === undefined) verdicts.set(key, (verdict = await verdictOn(memberships, change, rewrite)));
    if (verdict === null) continue;
    const { reason, missing } = verdict.details;
    const loc = placeOf(rewrites.length, at);
    rejected.push({ loc, user_id: rewrite.userId, reason, ...(missing === undefined ? {} : { missing }) });
  }
  return withRows(error, rejected, rewrites.length);
}

function keyOf({ userId, before, after }: Rewrite, actorId: string): string {
  return JSON.stringify([userId === actorId, before?.status, before?.assignments, after?.status, after?.assignments]);
}

async function verdictOn(
  memberships: MembershipsService,
  change: Change,
  rewrite: Rewrite,
): Promise<CastellanError | null> {
  try {
    await memberships.assertMay(change, [rewrite]);
    return null;
  } catch (error) {
    if (error instanceof CastellanError && ['forbidden', 'conflict'].includes(error.kind)) return error;
    throw error;
  }
}
