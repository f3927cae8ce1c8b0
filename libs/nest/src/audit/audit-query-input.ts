import { valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { InputChecker } from '../http/route-input';
import { isRecord, timestamp } from '../http/rules';

/** Finds a range of time that is empty or goes back. */
@Injectable()
export class AuditQueryInput implements InputChecker {
  issues(query: unknown): Issue[] {
    if (!isRecord(query)) return [];
    const { from, to } = query;
    if (timestamp(from).length > 0 || timestamp(to).length > 0) return [];
    if (new Date(from as string) < new Date(to as string)) return [];
    return [valueError(['query', 'to'], 'must be after from', to)];
  }
}
