import { ALL, parsePermission, type Scope } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { Change } from '../changes/change';
import { PoliciesService } from '../policies/policies.service';
import type { Builtins } from './installed-schema';
import { RetiredScopesService } from './retired-scopes.service';
import { RetiredGrantsRepository, type GrantName, type StoredGrant } from './retired-grants.repository';

/** Finds what stored grants name and the schema no longer has, and takes it out of them. */
@Injectable()
export class RetiredGrantsService {
  constructor(
    private readonly repository: RetiredGrantsRepository,
    private readonly policies: PoliciesService,
    private readonly scopes: RetiredScopesService,
    private readonly options: CastellanOptions,
  ) {}

  /** A line for each grant of these organisations that the schema has no more. */
  async problems(orgIds: readonly string[]): Promise<string[]> {
    const { schema } = this.options;
    const kept = [...schema.policies, ...schema.roles].map(({ id }) => id);
    const unknown = this.unknown(await this.repository.names(orgIds));
    const grants = unknown.length === 0 ? [] : await this.repository.naming(orgIds, unknown);
    const builtins = await this.repository.usedBuiltins(orgIds, kept);
    return [
      ...grants.map((grant) => this.line(grant)),
      ...builtins.map(({ org_id, id }) => `${org_id}: ${id}: the built-in is in use`),
      ...(await this.scopes.problems(orgIds)),
    ];
  }

  /** The built-in roles that members of an organisation hold and that the schema no longer has. */
  async leavingRoles(orgId: string): Promise<string[]> {
    const { policies, roles } = this.options.schema;
    const used = await this.repository.usedBuiltins(
      [orgId],
      [...policies, ...roles].map(({ id }) => id),
    );
    return used.map(({ id }) => id).filter((id) => id.startsWith('rl-'));
  }

  /** A line for each custom policy or role that has the name of a built-in. */
  async takenNames(orgIds: readonly string[], { policies, roles }: Builtins): Promise<string[]> {
    const keysOf = (builtins: ReadonlyArray<{ name_key: string }>): string[] => builtins.map((b) => b.name_key);
    const keys = { policies: keysOf(policies), roles: keysOf(roles) };
    const taken = await this.repository.takenNames(orgIds, keys);
    return taken.map(({ org_id, id, name }) => `${org_id}: ${id}: "${name}" is the name of a built-in`);
  }

  /** Takes what the schema no longer has out of an organisation's assignments and policies, each audited. */
  async retire(change: Change): Promise<void> {
    const { orgId, sql } = change;
    await this.scopes.retire(change);
    const unknown = this.unknown(await this.repository.names([orgId], sql));
    const grants = unknown.length === 0 ? [] : await this.repository.naming([orgId], unknown, sql);
    for (const [policyId, permissions] of byPolicy(grants)) {
      const before = await this.policies.get(orgId, policyId, sql);
      await this.repository.remove(orgId, policyId, permissions, sql);
      const after = await this.policies.get(orgId, policyId, sql);
      change.stampRoles(await this.repository.rolesWith(orgId, policyId, sql));
      change.audit({ action: 'policy.update', targetType: 'policies', targetId: policyId, before, after });
    }
  }

  private unknown(names: readonly GrantName[]): GrantName[] {
    return names.filter(({ type, action, scope_type: scopeType }) => {
      const scope: Scope = scopeType === '' ? ALL : { kind: 'typed', type: scopeType, id: 'any' };
      return this.options.schema.problemOf({ type, action, scope }) !== null;
    });
  }

  private line({ org_id, policy_id, permission }: StoredGrant): string {
    const problem = this.options.schema.problemOf(parsePermission(permission)) ?? '';
    return `${org_id}: ${policy_id}: "${permission}": ${problem}`;
  }
}

function byPolicy(grants: readonly StoredGrant[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { policy_id: id, permission } of grants) found.set(id, [...(found.get(id) ?? []), permission]);
  return found;
}
