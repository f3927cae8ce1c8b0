import type { Issue } from '@castellan/core';
import type { Rehearsal } from '../changes/rehearsal';
import { errorBody, type FacedRequest } from '../errors/error-body';
import { failureOf } from '../errors/failure';
import { queryFlag } from './rules';

/** The query of a change without its `dry_run`, and what that says. */
export interface DryRunQuery {
  readonly query: Readonly<Record<string, unknown>>;
  readonly dryRun: boolean;
  readonly issues: readonly Issue[];
}

/** Takes `dry_run` out of the query of a change: `true` or `false`. */
export function takeDryRun(sent: unknown): DryRunQuery {
  const { dry_run: value, ...query } = (sent ?? {}) as Record<string, unknown>;
  if (value === undefined) return { query, dryRun: false, issues: [] };
  const issues = queryFlag(value).map((issue) => ({ ...issue, loc: ['query', 'dry_run'] }));
  return { query, dryRun: value === 'true', issues };
}

/** What a dry run answers: whether the change would succeed, and who would gain and lose what. */
export function rehearsalAnswer({ effects, refusal }: Rehearsal, request: FacedRequest): object {
  return {
    would_succeed: refusal === null,
    ...(refusal === null ? {} : { error: errorBody(failureOf(refusal), request) }),
    ...effects,
  };
}
