import { CastellanError, OWN_POLICIES, OWN_ROLES, type PermissionSchema } from '@castellan/core';
import { Injectable, Logger } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { Actor, Change } from '../changes/change';
import { Changes, SYSTEM } from '../changes/changes';
import { inTransaction } from '../changes/in-transaction';
import { canonicalName, displayName, nameKey } from '../http/rules';
import { canonicalPermissions } from '../policies/permission-list';
import { BuiltinsRepository, type StoredBuiltins } from './builtins.repository';
import { compareSchemas, holdInstalled, takeOver, type Builtins, type InstalledSchema } from './installed-schema';
import { RetiredGrantsService } from './retired-grants.service';
import { declaredBuiltins, schemaHash } from './schema-hash';

/** How many problems an error lists. */
const MOST_LINES = 50;

/** Keeps the built-in policies and roles of every organisation as the schema declares them. */
@Injectable()
export class BuiltinsService {
  private readonly logger = new Logger('Schema');
  private readonly mine: InstalledSchema;
  private readonly builtins: Builtins;

  constructor(
    private readonly repository: BuiltinsRepository,
    private readonly changes: Changes,
    private readonly retired: RetiredGrantsService,
    options: CastellanOptions,
  ) {
    const { schema } = options;
    refuse('Built-ins of the schema have names that cannot be used', nameProblems(schema));
    this.builtins = builtinsOf(schema);
    const { name, version } = schema;
    this.mine = { name, version, hash: schemaHash(schema), builtins: builtinsOf(declaredBuiltins(schema)) };
  }

  /** The hash of what the schema declares, as it is noted beside the built-ins that were made from it. */
  get hash(): string {
    return this.mine.hash;
  }

  /** Gives a new organisation the built-ins of the installed schema, which may be newer than that of this instance. */
  async install(change: Change): Promise<void> {
    const installed = await holdInstalled(change.sql, this.mine);
    const policies = [...OWN.policies, ...installed.builtins.policies];
    const roles = [...OWN.roles, ...installed.builtins.roles];
    await this.repository.setHash(change.orgId, installed.hash, change.sql);
    change.count('policies', await this.repository.writePolicies(change.orgId, policies, change.sql));
    change.count('roles', await this.repository.writeRoles(change.orgId, roles, change.sql));
    change.stampRoles(roles.map(({ id }) => id));
  }

  /** The built-ins of an organisation as they are stored, for the audit log. */
  stored({ orgId, sql }: Change): Promise<StoredBuiltins> {
    return this.repository.stored(orgId, sql);
  }

  /**
   * Brings the built-ins of every organisation up to date: at start, before anything is answered. Writes nothing when the
   * schema is older than the installed one.
   * `retire` takes grants out that the schema has no more.
   * @throws Error when another schema is installed, or this version of it was not what it is; listing the grants that the schema no longer has, unless `retire`; names of built-ins that are taken; and
   * organisations that the update would leave without a member who can repair them. Nothing is changed then
   */
  async upkeep({ retire = false }: { retire?: boolean } = {}): Promise<void> {
    const installed = await this.repository.installed();
    if (installed !== null && compareSchemas(this.mine, installed) === 'older') return this.tellOlder(installed);
    const orgIds = await this.repository.outdated(this.hash);
    if (orgIds.length > 0) await this.assertTakable(orgIds, retire);
    // A newer one may have come in between.
    if (!(await this.repository.takeOver(this.mine))) return this.tellOlder(await this.repository.installed());
    for (const orgId of orgIds) await this.update(SYSTEM, orgId, retire);
  }

  private tellOlder(installed: InstalledSchema | null): void {
    const { name, version } = this.mine;
    const message = `schema-older: this instance has version ${version} of the permission schema "${name}"`;
    this.logger.warn(`${message}, and version ${installed?.version} is installed. It serves, and writes no built-ins`);
  }

  private async assertTakable(orgIds: readonly string[], retire: boolean): Promise<void> {
    refuse('Names of built-ins are taken; rename these first', await this.retired.takenNames(orgIds, this.builtins));
    if (!retire) refuse('Stored grants name what the schema no longer has', await this.retired.problems(orgIds));
    refuse('The new schema cannot be applied; nothing was changed', await this.conflicts(orgIds, retire));
  }

  // Invariant: every organisation is tried before the first is changed, so that a problem of the last one leaves no half.
  /** A line for each organisation that the update would break. */
  private async conflicts(orgIds: readonly string[], retire: boolean): Promise<string[]> {
    const problems: string[] = [];
    for (const orgId of orgIds) {
      const thrown = await this.repository.tryOut((sql) => this.update(inTransaction(SYSTEM, sql), orgId, retire));
      if (thrown === null) continue;
      if (!(thrown instanceof CastellanError) || thrown.kind === 'unavailable') throw thrown;
      problems.push(...(await this.linesOf(orgId, thrown)));
    }
    return problems;
  }

  /** The refusal of an update, once for each role that goes with it. */
  private async linesOf(orgId: string, { message }: CastellanError): Promise<string[]> {
    const roles = await this.retired.leavingRoles(orgId);
    return roles.length === 0 ? [`${orgId}: ${message}`] : roles.map((id) => `${orgId}: ${id}: ${message}`);
  }

  // Instances that start together take turns by the organisation's lock; the second finds the hash as it should be.
  private update(actor: Actor, orgId: string, retire: boolean): Promise<void> {
    return this.changes.run(actor, orgId, async (change) => {
      const { schema_hash } = change.state;
      if (!(await takeOver(change.sql, this.mine)) || schema_hash === this.hash) return;
      if (retire) await this.retired.retire(change);
      const before = { schema_hash, builtins: await this.stored(change) };
      await this.replace(change);
      change.audit({
        action: 'schema.update',
        targetType: 'permissions',
        targetId: 'schema',
        before,
        after: { schema_hash: this.hash, builtins: await this.stored(change) },
      });
    });
  }

  private async replace(change: Change): Promise<void> {
    const { orgId, sql } = change;
    const policyIds = this.builtins.policies.map(({ id }) => id);
    const roleIds = this.builtins.roles.map(({ id }) => id);
    change.stampRoles(await this.repository.rolesWithBuiltins(orgId, sql));
    for (const userId of await this.repository.holdersOfOthers(orgId, roleIds, sql)) change.stampMember(userId);
    change.count('roles', -(await this.repository.deleteOthers(orgId, 'role', roleIds, sql)));
    change.count('policies', -(await this.repository.deleteOthers(orgId, 'policy', policyIds, sql)));
    await this.repository.freeNames(orgId, sql);
    await this.install(change);
  }
}

const OWN = builtinsOf({ policies: OWN_POLICIES, roles: OWN_ROLES });

/** Built-ins are named as everything else is: visible, bounded, and unique. */
function nameProblems({ policies, roles }: PermissionSchema): string[] {
  return [policies, roles].flatMap((list) => {
    const seen = new Map<string, string>();
    return list.flatMap(({ id, name }) => {
      const issue = displayName(name)[0];
      if (issue !== undefined) return [`${id}: ${issue.msg}`];
      const taken = seen.get(nameKey(name));
      seen.set(nameKey(name), id);
      return taken === undefined ? [] : [`${id}: the name of ${taken}`];
    });
  });
}

function builtinsOf({ policies, roles }: Pick<PermissionSchema, 'policies' | 'roles'>): Builtins {
  return {
    policies: policies.map((policy) => ({
      ...policy,
      name: canonicalName(policy.name),
      name_key: nameKey(policy.name),
      permissions: canonicalPermissions(policy.permissions),
    })),
    roles: roles.map((role) => ({
      ...role,
      name: canonicalName(role.name),
      name_key: nameKey(role.name),
      policies: [...new Set(role.policies)],
    })),
  };
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > MOST_LINES ? [`and ${problems.length - MOST_LINES} more`] : [];
  throw new Error(`${what}:\n- ${[...problems.slice(0, MOST_LINES), ...more].join('\n- ')}`);
}
