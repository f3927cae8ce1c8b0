import type { Failure } from './failure';
import { iamErrorBody } from './iam-format';
import { statementsErrorBody } from './statements-format';
import type { Rehearsal } from '../changes/rehearsal';
import { failureOf } from './failure';

/** What tells which face a request is made to; Express' and Fastify's requests both fit. */
export interface FacedRequest {
  readonly id?: unknown;
  readonly url?: string;
  readonly params?: unknown;
}

const BELOW_ORGANIZATIONS = /^\/organizations(?:[/?]|$)/;

/** The body of an error, in the form of the face that the request is made to. */
export function errorBody(failure: Failure, request: FacedRequest): object {
  return isToStatements(request) ? statementsErrorBody(failure) : iamErrorBody(failure);
}

// A route of face 2 is known by its parameter, whatever a host puts before its path; an address of no route, by how it begins.
function isToStatements({ url, params }: FacedRequest): boolean {
  if (typeof params === 'object' && params !== null && Object.hasOwn(params, 'organizationId')) return true;
  return url !== undefined && BELOW_ORGANIZATIONS.test(url);
}

/** What a dry run answers: whether the change would succeed, and who would gain and lose what. */
export function rehearsalAnswer({ effects, refusal }: Rehearsal, request: FacedRequest): object {
  return {
    would_succeed: refusal === null,
    ...(refusal === null ? {} : { error: errorBody(failureOf(refusal), request) }),
    ...effects,
  };
}
