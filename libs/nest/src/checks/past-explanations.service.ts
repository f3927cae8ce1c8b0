import {
  compileRole,
  explain,
  type CompiledMember,
  type Grant,
  type PermissionName,
  type PermissionSchema,
  type TypedId,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CastellanOptions } from '../access/castellan.options';
import type { Reader } from '../access/reader';
import { compileHolder } from '../access/state/compile-holder';
import { PastMembersService, type HeldThen } from '../members/past-members.service';
import { PastObjectsService } from '../past/past-objects.service';
import { PastPoliciesService } from '../policies/past-policies.service';
import { containersIn, registryKnows } from '../registry/registry-containers.service';
import type { PolicyAnswer } from '../policies/policy.answer';
import { CheckAnswer, PathAnswer } from './check.answer';
import type { PastExplanationAnswer } from './explanation.answer';
import { askedIn, type ExplainQuery } from './question.dto';

/** A revision of the past, and the moment for which expiries count, in milliseconds since 1970. */
export interface PastMoment {
  readonly revision: number;
  readonly now: number;
}

/** The past as the log has it. */
@Injectable()
export class Past {
  constructor(
    readonly objects: PastObjectsService,
    readonly members: PastMembersService,
    readonly policies: PastPoliciesService,
  ) {}
}

/** So many policies are read at a time: each may have 1,000 permissions. */
const STEP = 20;
/** The most permissions that are told to be unknown now. */
const MOST_UNDETERMINED = 100;

/** Explains what a decision was at an earlier revision, from the audit log; the names are those of the present schema. */
@Injectable()
export class PastExplanationsService {
  constructor(
    private readonly past: Past,
    private readonly options: CastellanOptions,
  ) {}

  /** The moment that a revision was made. */
  async momentOf(orgId: string, revision: number): Promise<PastMoment> {
    return { revision, now: await this.past.objects.momentOf(orgId, revision) };
  }

  /** The moment itself, and the last revision that had been made by then. */
  async momentAt(orgId: string, at: Date): Promise<PastMoment> {
    return { revision: await this.past.objects.revisionAt(orgId, at), now: at.getTime() };
  }

  /** The answer to a question as it was then, with the grants that led to it. @throws CastellanError not-found, invalid */
  async explain(
    orgId: string,
    userId: string,
    { query, moment, reader }: { readonly query: ExplainQuery; readonly moment: PastMoment; readonly reader: Reader },
  ): Promise<PastExplanationAnswer> {
    const { schema } = this.options;
    const { name, on } = askedIn(query);
    const held = await this.past.members.held(orgId, userId, moment);
    const { member, undetermined } = await this.compiled(orgId, held, { name, moment });
    const target = on === null ? undefined : { id: on.id, containers: await this.containersOf(orgId, on, moment) };
    const found = explain(schema, member, target === undefined ? name : { ...name, target }, moment.now);
    const paths = (grants: readonly Grant[]): PathAnswer[] =>
      grants.map((grant) => PathAnswer.fromGrant(grant, userId, reader));
    return {
      ...CheckAnswer.fromDecision(found, userId, reader, null),
      allows: paths(found.allows),
      denies: paths(found.denies),
      could_deny: paths(found.couldDeny),
      elsewhere: paths(found.elsewhere),
      truncated: found.truncated || undetermined.length > MOST_UNDETERMINED,
      undetermined: undetermined.slice(0, MOST_UNDETERMINED),
    };
  }

  /** The member with those of its grants that can be about the question, and those that the present schema does not know. */
  private async compiled(
    orgId: string,
    { member, roles }: HeldThen,
    { name, moment }: { readonly name: PermissionName; readonly moment: PastMoment },
  ): Promise<{ readonly member: CompiledMember; readonly undetermined: string[] }> {
    const { schema } = this.options;
    const undetermined = new Set<string>();
    const ids = [...new Set([...roles.values()].flatMap(({ policy_ids }) => policy_ids))];
    const policies = new Map<string, Pick<PolicyAnswer, 'effect' | 'permissions'>>();
    for (let at = 0; at < ids.length; at += STEP) {
      const found = await this.past.policies.findMany(orgId, ids.slice(at, at + STEP), moment.revision);
      for (const [id, { effect, permissions }] of found) {
        policies.set(id, { effect, permissions: knownAbout(schema, name.type, permissions, undetermined) });
      }
      await nextTurn();
    }
    const compiled = new Map(
      [...roles].map(([roleId, { policy_ids }]) => {
        const source = policy_ids.flatMap((policyId) => {
          const policy = policies.get(policyId);
          return policy === undefined ? [] : [{ policyId, ...policy }];
        });
        return [roleId, compileRole(schema, { roleId, policies: source })] as const;
      }),
    );
    const held = member.assignments.flatMap(({ role_id, scope, origin, expires_at }) => {
      const role = compiled.get(role_id);
      if (role === undefined) return [];
      return [{ role, scope, origin, expiresAt: expires_at === null ? null : Date.parse(expires_at) }];
    });
    const { user_id: userId, status, directory } = member;
    return {
      member: compileHolder(schema, { userId, status, directory, now: moment.now }, held),
      undetermined: [...undetermined],
    };
  }

  /** What contained a thing then; null when it was not registered, and could have been in something. */
  private async containersOf(
    orgId: string,
    { type, id }: TypedId,
    { revision }: PastMoment,
  ): Promise<TypedId[] | null> {
    const container = this.options.schema.containerOf(type);
    if (container === null || !registryKnows(container)) return container === null ? [] : null;
    const found = (await this.past.objects.find(orgId, { type, ids: [id], revision })).get(id);
    if (found === null || found === undefined) return null;
    return containersIn((found['workspace_id'] as string | null | undefined) ?? null);
  }
}

/** The permissions that can be about things of a type, as far as the present schema knows them. */
function knownAbout(
  schema: PermissionSchema,
  type: string,
  permissions: readonly string[],
  undetermined: Set<string>,
): string[] {
  return permissions.filter((text) => {
    if (!text.startsWith(`${type}:`) && !text.startsWith('*:')) return false;
    if (!('problem' in schema.readPermission(text))) return true;
    undetermined.add(text);
    return false;
  });
}
