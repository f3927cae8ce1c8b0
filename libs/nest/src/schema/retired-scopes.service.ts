import { parseScope } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { Membership } from '../assignments/membership';
import { MembershipsService } from '../assignments/memberships.service';
import type { Change } from '../changes/change';
import { RetiredScopesRepository } from './retired-scopes.repository';

/** How many members are rewritten at a time. */
const STEP = 500;

/** Finds assignments within types that the schema no longer has, and revokes them: they must not revive with the type. */
@Injectable()
export class RetiredScopesService {
  constructor(
    private readonly repository: RetiredScopesRepository,
    private readonly memberships: MembershipsService,
    private readonly options: CastellanOptions,
  ) {}

  /** A line for each role and scope of these organisations whose type the schema no longer has. */
  async problems(orgIds: readonly string[]): Promise<string[]> {
    const types = this.unknown(await this.repository.types(orgIds));
    const found = types.length === 0 ? [] : await this.repository.naming(orgIds, types);
    return found.map(({ org_id, role_id, scope, members }) => {
      const holders = `${members} ${members === 1 ? 'member' : 'members'}`;
      return `${org_id}: ${role_id}: assigned to ${holders} within "${scope}": unknown resource type "${typeOf(scope)}"`;
    });
  }

  /** Revokes such assignments of an organisation, each member audited. */
  async retire(change: Change): Promise<void> {
    const { orgId, sql } = change;
    const types = this.unknown(await this.repository.types([orgId], sql));
    for (let after = ''; types.length > 0;) {
      const userIds = await this.repository.findHolders(orgId, types, { after, most: STEP }, sql);
      const found = await this.memberships.find(orgId, userIds, sql);
      const rewrites = [...found].map(([userId, before]) => ({ userId, before, after: without(before, types) }));
      await this.memberships.write(change, 'member.role.take', rewrites);
      if (userIds.length < STEP) return;
      after = userIds.at(-1) as string;
    }
  }

  private unknown(types: readonly string[]): string[] {
    return types.filter((type) => !this.options.schema.types.has(type));
  }
}

const without = (member: Membership, types: readonly string[]): Membership => ({
  ...member,
  assignments: member.assignments.filter(({ scope }) => !types.includes(typeOf(scope))),
});

function typeOf(text: string): string {
  const scope = parseScope(text);
  return scope?.kind === 'typed' ? scope.type : '';
}
