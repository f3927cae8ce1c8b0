import { heldKey, notFound, type Grant, type Missing } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access';
import { CastellanOptions } from '../access/castellan.options';
import { AccessService } from '../access/access.service';
import { Checker, type MemberQuestion, type ReadyQuestion } from '../access/checker';
import { inTurns } from '../access/state/in-turns';
import { UNBOUNDED, type Reader } from '../access/reader';
import type { Page } from '../http/page';
import { CheckAnswer, PathAnswer } from './check.answer';
import type { ExplanationAnswer, MissingAnswer } from './explanation.answer';
import { GivingRolesService, type GivingRoles } from './giving-roles.service';
import type { HeldPermissionsAnswer } from './held-permissions.answer';
import { askedIn, type ExplainQuery } from './question.dto';
import { refusalHint } from './refusal-hint';

/** Says what a member may do, and why. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly access: AccessService,
    private readonly checker: Checker,
    private readonly giving: GivingRolesService,
    private readonly options: CastellanOptions,
  ) {}

  /** A page of what a member holds, with what gives it, as the reader may see it. @throws CastellanError not-found */
  async permissions(
    orgId: string,
    userId: string,
    page: Page,
    reader: Reader = UNBOUNDED,
  ): Promise<HeldPermissionsAnswer> {
    const access = memberOf(await this.access.of(orgId, userId), userId);
    const { permissions, hasMore } = await inTurns(access.heldPage(page.after, page.limit));
    const { rows, ...next } = page.cut(permissions, heldKey, hasMore);
    return {
      user_id: userId,
      status: access.status,
      permissions: rows.map(({ by, ...held }) => ({ ...held, by: pathsOf(by, userId, reader) })),
      ...next,
    };
  }

  /** The answer to a question with the paths that lead to it, as the reader may see it. @throws CastellanError not-found, invalid */
  async explain(
    orgId: string,
    userId: string,
    query: ExplainQuery,
    reader: Reader = UNBOUNDED,
  ): Promise<ExplanationAnswer> {
    const { name, on } = askedIn(query);
    const question: MemberQuestion = { userId, name, on };
    const [ready] = (await this.checker.prepare(orgId, [question])) as [ReadyQuestion];
    const access = memberOf(ready.access, userId);
    const { allows, denies, couldDeny, elsewhere, missing, truncated, ...decision } = access.explain(
      name,
      ready.target,
    );
    const paths = (grants: readonly Grant[]): PathAnswer[] => pathsOf(grants, userId, reader);
    const hint = refusalHint(this.options.schema, { question, ready, reason: decision.reason, reader });
    // A deny that may apply would stay: no role helps before the containers are known.
    const helps = decision.reason === 'no-grant' && couldDeny.length === 0;
    const giving = helps ? await this.giving.find(access, name, ready, reader) : NO_ROLES;
    return {
      ...CheckAnswer.fromDecision(decision, userId, reader, hint),
      allows: paths(allows),
      denies: paths(denies),
      could_deny: paths(couldDeny),
      elsewhere: paths(elsewhere),
      truncated: truncated || giving.truncated,
      missing: missing === null ? null : missingAnswer(missing, hint),
      roles: giving.roles === null ? null : [...giving.roles],
    };
  }
}

const NO_ROLES: GivingRoles = { roles: [], truncated: false };

const REMOVE =
  'A deny takes this away: remove it from its role, or the role from the member. No permission helps against it.';

function missingAnswer({ permission, containers, deny }: Missing, hint: string | null): MissingAnswer {
  return { permission, containers, deny, hint: deny ? REMOVE : hint };
}

function memberOf(access: Access | null, userId: string): Access {
  if (access === null) throw notFound('members', userId);
  return access;
}

const pathsOf = (grants: readonly Grant[], userId: string, reader: Reader): PathAnswer[] =>
  grants.map((grant) => PathAnswer.fromGrant(grant, userId, reader));
