import type { Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { cutInput } from '../http/cut-input';
import type { InputChecker } from '../http/route-input';
import { isRecord } from '../http/rules';
import { PermissionInput } from '../policies/permission-input';
import { KINDS, MOST_CHANGES, OPERATIONS } from './change-set.dto';
import { formIssues } from './change-forms';
import { bodyOf, setBodyIssues } from './set-bodies';

/** Finds what single changes of a set say that their kind does not have, and the mistakes of their bodies. */
@Injectable()
export class ChangeSetInput implements InputChecker {
  constructor(private readonly permissions: PermissionInput) {}

  issues(sent: unknown): Issue[] {
    const changes = isRecord(sent) ? sent['changes'] : undefined;
    if (!Array.isArray(changes) || changes.length > MOST_CHANGES) return [];
    const issues: Issue[] = [];
    for (const [at, change] of (changes as unknown[]).entries()) {
      if (!isRecord(change) || !isKnown(change)) continue;
      for (const issue of this.issuesOf(change)) {
        issues.push({ ...issue, loc: ['body', 'changes', at, ...issue.loc], input: cutInput(issue.input) });
      }
    }
    return issues;
  }

  private issuesOf(change: Known): Issue[] {
    const form = formIssues(change);
    if (form.length > 0) return form;
    const body = setBodyIssues(change);
    if (body.length > 0 || change.kind !== 'policy') return body;
    return this.permissions.issues(bodyOf(change));
  }
}

type Known = Record<string, unknown> & Parameters<typeof bodyOf>[0];

// The class says what is wrong with the others.
const isKnown = (change: Record<string, unknown>): change is Known =>
  (OPERATIONS as readonly unknown[]).includes(change['op']) && (KINDS as readonly unknown[]).includes(change['kind']);
