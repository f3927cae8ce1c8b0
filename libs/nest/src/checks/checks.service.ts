import {
  forbidden,
  invalid,
  parsePermissionName,
  valueError,
  type Decision,
  type Issue,
  type PermissionName,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { Caller } from '../access/guard/caller';
import { Checker, decided, type MemberQuestion, type ReadyQuestion } from '../access/checker';
import { CheckAnswer } from './check.answer';
import type { Question } from './question.dto';
import { mayReadEntry, refusalHint } from './refusal-hint';

/** Where a question stands in the request. */
type Location = (at: number) => Issue['loc'];

const ASKING = 'members:check';

/** The answer to a question about a resource in a workspace that it is not in. */
const REFUSED: Decision = { allowed: false, reason: 'no-grant', by: null };

/** Answers what members may do. */
@Injectable()
export class ChecksService {
  constructor(
    private readonly options: CastellanOptions,
    private readonly checker: Checker,
  ) {}

  /**
   * The answers, in the order of the questions and of one state of the organisation. Everybody may ask about itself.
   * @throws CastellanError invalid, and forbidden for a question about another without `members:check`
   */
  async answer(
    caller: Caller,
    orgId: string,
    questions: readonly Question[],
    locationOf: Location,
  ): Promise<CheckAnswer[]> {
    const issues = questions.flatMap((question, at) => this.issuesOf(question, locationOf(at)));
    if (issues.length > 0) throw invalid(issues);
    for (const { user_id: userId } of questions) assertMayAsk(caller, userId);
    const asked = questions.map(({ user_id, permission, resource }): MemberQuestion => ({
      userId: user_id ?? caller.id,
      name: nameOf(permission),
      on: resource === undefined ? null : { type: resource.type, id: resource.id },
    }));
    const ready = await this.checker.prepare(orgId, asked, caller.access);
    const { reader } = caller;
    const wrong = questions.map((question, at) => contradiction(question, ready[at] as ReadyQuestion, locationOf(at)));
    const open = wrong
      .filter((_, at) => mayReadEntry(reader, asked[at] as MemberQuestion, ready[at] as ReadyQuestion))
      .flat();
    if (open.length > 0) throw invalid(open);
    return asked.map((question, at) => {
      const found = ready[at] as ReadyQuestion;
      // Who may not read the entry is not told that it is somewhere else.
      const decision = wrong[at]?.length === 0 ? decided(question.name, found) : REFUSED;
      const hint = refusalHint(this.options.schema, { question, ready: found, reason: decision.reason, reader });
      return CheckAnswer.fromDecision(decision, question.userId, reader, hint);
    });
  }

  /** A thing that is neither of the permission's type nor of one that contains it. */
  private issuesOf({ permission, resource }: Question, prefix: Issue['loc']): Issue[] {
    if (resource === undefined) return [];
    const { schema } = this.options;
    const { type } = nameOf(permission);
    if (resource.workspace_id !== undefined && type !== 'resources' && schema.containerOf(type) === null) {
      const { workspace_id: claimed } = resource;
      return [
        valueError(
          [...prefix, 'resource', 'workspace_id'],
          'resources of this type do not live in workspaces',
          claimed,
        ),
      ];
    }
    const loc = [...prefix, 'resource', 'type'];
    if (!schema.types.has(type)) return [];
    if (!schema.types.has(resource.type)) return [valueError(loc, 'unknown resource type', resource.type)];
    if (type === 'resources') {
      if (resource.type !== 'resources') return [];
      return [valueError(loc, 'must be the type of the registered resource', resource.type)];
    }
    for (let fits: string | null = type; fits !== null; fits = schema.containerOf(fits)) {
      if (fits === resource.type) return [];
    }
    return [valueError(loc, `must be "${type}" or a type that contains it`, resource.type)];
  }
}

const nameOf = (permission: string): PermissionName => parsePermissionName(permission) as PermissionName;

function assertMayAsk(caller: Caller, userId: string | undefined): void {
  if (userId === undefined || userId === caller.id) return;
  const reason = caller.access.reason(nameOf(ASKING), { id: userId, containers: [] });
  if (reason !== 'granted') throw forbidden(reason, { required_permission: ASKING });
}

/** A workspace that the registry knows to be another one. */
function contradiction({ resource }: Question, { containers }: ReadyQuestion, prefix: Issue['loc']): Issue[] {
  const claimed = resource?.workspace_id;
  if (claimed === undefined || containers === null) return [];
  if (containers.some(({ type, id }) => type === 'workspaces' && id === claimed)) return [];
  return [valueError([...prefix, 'resource', 'workspace_id'], 'is not the workspace of the resource', claimed)];
}
