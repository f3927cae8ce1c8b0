import { valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../../access/castellan.options';
import { cutInput } from '../../http/cut-input';
import type { InputChecker } from '../../http/route-input';
import { isRecord } from '../../http/rules';
import { MOST_ISSUES } from '../../http/rules/list-of';
import { MOST_BYTES_OF_ROLE, MOST_PERMISSIONS_OF_ROLE } from '../../changes/role-weight';
import { MOST_BYTES, MOST_PERMISSIONS } from '../../policies/policy.dto';
import { MOST_POLICIES_OF_ROLE } from '../../roles/role.dto';
import { isAction, productOf, readResource, weightOf } from './statement-product';

const RESOURCE = 'is not "*", "type" or "type:scope" in canonical spelling';
const ACTION = 'is not a name ([a-z][a-z0-9_-]*, at most 64) or "*"';
const TOO_MANY = `stands for more than ${MOST_PERMISSIONS} permissions`;
const TOO_LONG = `stands for permissions of more than ${MOST_BYTES} bytes`;
const TOO_HEAVY = `stand for more than ${MOST_PERMISSIONS_OF_ROLE} permissions, or ${MOST_BYTES_OF_ROLE} bytes of them`;

/** Finds what a body's statements name that is no resource or action, or that the schema does not know. */
@Injectable()
export class StatementsInput implements InputChecker {
  constructor(private readonly options: CastellanOptions) {}

  issues(body: unknown): Issue[] {
    const sent: unknown = isRecord(body) ? body['policies'] : undefined;
    // Those of an overlong list are not looked at: the answer must not grow with the attack.
    if (!Array.isArray(sent) || sent.length > MOST_POLICIES_OF_ROLE) return [];
    const found: Issue[] = [];
    for (const issue of this.issuesIn(sent)) {
      if (found.push(issue) === MOST_ISSUES) break;
    }
    return found;
  }

  // Made one by one: nobody waits for the issues that are not answered.
  private *issuesIn(sent: readonly unknown[]): Generator<Issue> {
    let [permissions, bytes] = [0, 0];
    for (const [at, statement] of sent.entries()) {
      if (!isRecord(statement)) continue;
      const place = ['body', 'policies', at];
      const [resources, actions] = [textsOf(statement['resources']), textsOf(statement['actions'])];
      yield* misspelt([...place, 'resources'], resources, (text) => readResource(text) !== null, RESOURCE);
      yield* misspelt([...place, 'actions'], actions, isAction, ACTION);
      const read = { resources: [...resources.values()], actions: [...actions.values()] };
      const weight = weightOf(read);
      permissions += weight.permissions;
      bytes += weight.bytes;
      if (weight.permissions > MOST_PERMISSIONS) yield valueError(place, TOO_MANY, cutInput(read));
      else if (weight.bytes > MOST_BYTES) yield valueError(place, TOO_LONG, cutInput(read));
      else if (permissions <= MOST_PERMISSIONS_OF_ROLE && bytes <= MOST_BYTES_OF_ROLE) yield* this.unknown(place, read);
    }
    if (permissions > MOST_PERMISSIONS_OF_ROLE || bytes > MOST_BYTES_OF_ROLE) {
      yield valueError(['body', 'policies'], TOO_HEAVY, null);
    }
  }

  private *unknown(place: Issue['loc'], statement: { resources: string[]; actions: string[] }): Generator<Issue> {
    for (const { resource, action, permission } of productOf(statement)) {
      const problem = this.options.schema.adviceOn(permission);
      if (problem === null) continue;
      yield valueError(place, `"${resource}" with "${action}": ${problem}`, cutInput([resource, action]));
    }
  }
}

/** The texts of a list, by their places; none of an overlong one. */
function textsOf(list: unknown): Map<number, string> {
  if (!Array.isArray(list) || list.length > MOST_PERMISSIONS) return new Map();
  return new Map((list as unknown[]).flatMap((text, at) => (typeof text === 'string' ? [[at, text] as const] : [])));
}

function* misspelt(
  place: Issue['loc'],
  texts: ReadonlyMap<number, string>,
  fits: (text: string) => boolean,
  reason: string,
): Generator<Issue> {
  for (const [at, text] of texts) if (!fits(text)) yield valueError([...place, at], reason, cutInput(text));
}
