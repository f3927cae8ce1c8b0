import { valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { AccessOptions } from '../access/access.options';
import { cutInput } from '../http/cut-input';
import type { InputChecker } from '../http/route-input';
import { isRecord } from '../http/rules';
import { MOST_PERMISSIONS } from '../policies/policy.dto';
import { MOST_POLICIES_OF_ROLE } from '../roles/role.dto';
import { isAction, productOf, readResource, sizeOf } from './product';

const RESOURCE = 'is not "*", "type" or "type:scope" in canonical spelling';
const ACTION = 'is not a name ([a-z][a-z0-9_-]*, at most 64) or "*"';
/** An answer does not grow with what was sent. */
const MOST_ISSUES = 1_000;
const TOO_MANY = `stands for more than ${MOST_PERMISSIONS} permissions`;

/** Finds what a body's statements name that is no resource or action, or that the schema does not know. */
@Injectable()
export class StatementsInput implements InputChecker {
  constructor(private readonly options: AccessOptions) {}

  issues(body: unknown): Issue[] {
    const sent: unknown = isRecord(body) ? body['policies'] : undefined;
    // Those of an overlong list are not looked at: the answer must not grow with the attack.
    if (!Array.isArray(sent) || sent.length > MOST_POLICIES_OF_ROLE) return [];
    return sent.flatMap((statement: unknown, at) => this.issuesOf(statement, at)).slice(0, MOST_ISSUES);
  }

  private issuesOf(statement: unknown, at: number): Issue[] {
    if (!isRecord(statement)) return [];
    const [resources, actions] = [textsOf(statement['resources']), textsOf(statement['actions'])];
    const place = ['body', 'policies', at];
    return [
      ...misspelt([...place, 'resources'], resources, (text) => readResource(text) !== null, RESOURCE),
      ...misspelt([...place, 'actions'], actions, isAction, ACTION),
      ...this.unknown(place, { resources: [...resources.values()], actions: [...actions.values()] }),
    ];
  }

  private unknown(place: Issue['loc'], statement: { resources: string[]; actions: string[] }): Issue[] {
    if (sizeOf(statement) > MOST_PERMISSIONS) return [valueError(place, TOO_MANY, cutInput(statement))];
    return productOf(statement).flatMap(({ resource, action, permission }) => {
      const problem = this.options.schema.adviceOn(permission);
      if (problem === null) return [];
      return [valueError(place, `"${resource}" with "${action}": ${problem}`, cutInput([resource, action]))];
    });
  }
}

/** The texts of a list, by their places; none of an overlong one. */
function textsOf(list: unknown): Map<number, string> {
  if (!Array.isArray(list) || list.length > MOST_PERMISSIONS) return new Map();
  return new Map((list as unknown[]).flatMap((text, at) => (typeof text === 'string' ? [[at, text] as const] : [])));
}

function misspelt(
  place: Issue['loc'],
  texts: ReadonlyMap<number, string>,
  fits: (text: string) => boolean,
  reason: string,
): Issue[] {
  const wrong = [...texts].filter(([, text]) => !fits(text));
  return wrong.map(([at, text]) => valueError([...place, at], reason, cutInput(text)));
}
