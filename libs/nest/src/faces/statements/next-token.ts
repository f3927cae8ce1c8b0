import { valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/guard/caller';
import { decodeCursor } from '../../http/cursor';
import { cutInput } from '../../http/cut-input';
import { Page } from '../../http/page';
import type { InputChecker, PathParams } from '../../http/route-input';
import { isRecord } from '../../http/rules';
import type { StatementRolesQuery } from './statement.dto';

// Not the list of face 1: a cursor of one is none of the other.
const LIST = 'organizations-roles';
const LONGEST = 2_048;

/** The page that a query asks for. */
export const pageOf = (orgId: string, { maxResults, nextToken }: StatementRolesQuery): Page =>
  new Page(orgId, LIST, maxResults, nextToken === undefined ? '' : (decodeCursor(orgId, LIST, nextToken) ?? ''));

/** Finds a `nextToken` that is none of this list. */
@Injectable()
export class NextTokenInput implements InputChecker {
  issues(query: unknown, _: PathParams, caller: Caller | undefined): Issue[] {
    const token: unknown = isRecord(query) ? query['nextToken'] : undefined;
    // What is empty or too long is told by the query's class.
    if (typeof token !== 'string' || token === '' || token.length > LONGEST) return [];
    if (decodeCursor(caller?.organization ?? '', LIST, token) !== null) return [];
    return [valueError(['query', 'nextToken'], 'not a token of this list', cutInput(token))];
  }
}
