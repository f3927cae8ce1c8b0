import { valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { InputChecker } from '../http/route-input';
import { isRecord } from '../http/rules';

/** Finds two moments where there can be one, and a moment that is still to come. */
@Injectable()
export class ExplainInput implements InputChecker {
  issues(query: unknown): Issue[] {
    const at = isRecord(query) ? query['at'] : undefined;
    if (at === undefined || !isRecord(query)) return [];
    if (query['at_revision'] !== undefined) {
      return [valueError(['query', 'at'], 'must not be given together with at_revision', at)];
    }
    if (typeof at !== 'string' || !(Date.parse(at) > Date.now())) return [];
    return [valueError(['query', 'at'], 'must not be in the future', at)];
  }
}
