import { isId, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import { PastObjectsService, type PastObject } from '../past/past-objects.service';
import { PoliciesService } from './policies.service';
import type { PolicyAnswer } from './policy.answer';

/** Policies as they were. */
@Injectable()
export class PastPoliciesService {
  constructor(
    private readonly past: PastObjectsService,
    private readonly policies: PoliciesService,
  ) {}

  /** A policy as it was at a revision. @throws CastellanError not-found when there was none */
  async get(orgId: string, policyId: string, revision: number, sql?: Sql): Promise<PolicyAnswer> {
    const found = (await this.findMany(orgId, [policyId], revision, sql)).get(policyId);
    if (found === undefined) throw notFound('policies', policyId);
    return found;
  }

  /** The policies among `ids` that there were at a revision, by id. */
  async findMany(
    orgId: string,
    ids: readonly string[],
    revision: number,
    sql?: Sql,
  ): Promise<Map<string, PolicyAnswer>> {
    const logged = await this.past.find(orgId, { type: 'policies', ids, revision }, sql);
    const unlogged = ids.filter((id) => isId(id) && !logged.has(id));
    const found =
      unlogged.length === 0 ? new Map<string, PolicyAnswer>() : await this.policies.findMany(orgId, unlogged, sql);
    for (const [id, policy] of logged) if (policy !== null) found.set(id, fromPast(policy));
    return found;
  }
}

/** A policy in the form of today: earlier entries do not know all of its fields. */
const fromPast = (policy: NonNullable<PastObject>): PolicyAnswer =>
  ({ ...policy, managed_by: policy['managed_by'] ?? null }) as unknown as PolicyAnswer;
