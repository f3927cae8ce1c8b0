import type { Rehearsal } from '../database/rehearsal';
import { errorBody, type FacedRequest } from './error-body';
import { failureOf } from './failure';

/** What a dry run answers: whether the change would succeed, and who would gain and lose what. */
export function rehearsalAnswer({ effects, refusal }: Rehearsal, request: FacedRequest): object {
  return {
    would_succeed: refusal === null,
    ...(refusal === null ? {} : { error: errorBody(failureOf(refusal), request) }),
    ...effects,
  };
}
