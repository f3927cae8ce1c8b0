import {
  check,
  compiledScopes,
  effectivePermissions,
  explain,
  isNowhere,
  decideCompiled,
  listedScopes,
  heldPage,
  HeldRights,
  mayBind,
  parsePermissionName,
  writableGrantsOf,
  type Decision,
  type EffectivePermissions,
  type Explanation,
  type HeldPage,
  type ListedScopes,
  type MemberStatus,
  type PermissionName,
  type PermissionSchema,
  type Reason,
  type Right,
  type Scopes,
  type Target,
} from '@castellan/core';
import type { Authority } from '../changes/change';
import { formatRevision } from '../database/revision';
import type { Stamps, KnownMember } from './sources/grants-source';

/** The Access of a schema: a typo in a permission does not compile. `@CurrentAccess() access: AccessOf<typeof schema>` */
export type AccessOf<Schema> = Schema extends PermissionSchema<infer Name> ? Access<Name> : never;

/** What one member may do, as of one moment. Every question is answered synchronously. */
export class Access<Name extends string = string> implements Authority {
  readonly orgId: string;
  readonly userId: string;
  /** The stamps of the moment. */
  readonly stamps: Stamps;
  private readonly compiled: KnownMember['compiled'];
  private heldRights?: HeldRights;

  constructor(
    readonly schema: PermissionSchema,
    { orgId, userId, stamps, compiled }: KnownMember,
  ) {
    this.orgId = orgId;
    this.userId = userId;
    this.stamps = stamps;
    this.compiled = compiled;
  }

  /** Whether the member is suspended, or in more groups that deny than can be kept: then it may do nothing. */
  get status(): MemberStatus {
    return this.compiled.status;
  }

  /** The revision of the organisation at that moment. */
  get revision(): number {
    return this.stamps.revision;
  }

  /** The same with its epoch, as `Castellan-Revision` says it. */
  get revisionText(): string {
    return formatRevision(this.stamps);
  }

  /** When the next of its assignments expires, in milliseconds since the epoch; null when none does. */
  get validUntil(): number | null {
    return this.compiled.validUntil;
  }

  /** Whether the member may do `type:action`: on the thing with this id, on this target, or in the whole organisation. */
  can(permission: Name, on?: string | Target): boolean {
    return this.reasonOf(permission, on) === 'granted';
  }

  /** Why the member may or may not, without saying by what. Without a target it is about the whole organisation. */
  reason(name: PermissionName, target?: Target): Reason {
    return check(this.compiled, this.schema.indexOf(name), target, Date.now());
  }

  /** The same for a permission as `can` takes it. */
  reasonOf(permission: Name, on?: string | Target): Reason {
    const index = this.schema.names.ofText(permission);
    return check(this.compiled, index, this.target(permission, on), Date.now());
  }

  /** The answer to a question, with its reason and the grant that it rests on. */
  decide(name: PermissionName, target?: Target): Decision {
    return decideCompiled(this.schema, this.compiled, target === undefined ? name : { ...name, target }, Date.now());
  }

  /** The answer with every path that leads to it, and what is missing. Slower than `decide`. */
  explain(name: PermissionName, target?: Target): Explanation {
    return explain(this.schema, this.compiled, target === undefined ? name : { ...name, target }, Date.now());
  }

  /** Where the member may do `type:action`: what a list of such things may show. @throws CastellanError conflict `limit` */
  scopes(permission: Name): Scopes {
    return compiledScopes(this.compiled, this.schema.names.ofText(permission), Date.now());
  }

  /** The same with at most so many patterns of each kind, and whether there are more. */
  someScopes(permission: Name, most: number): ListedScopes {
    return listedScopes(this.compiled, this.schema.names.ofText(permission), Date.now(), most);
  }

  /** Whether there is nothing that the member may do `type:action` on. */
  isNowhere(permission: Name): boolean {
    return isNowhere(this.someScopes(permission, 1));
  }

  /** Everything that the member holds, as canonical permissions. */
  effective(): EffectivePermissions {
    if (this.status !== 'active') return { permissions: [], denied: [] };
    return effectivePermissions(writableGrantsOf(this.compiled), Date.now());
  }

  /** A part of that with the grants that give each permission, from a key on; it gives way every few thousand grants. */
  heldPage(after: string, most: number): Generator<void, HeldPage> {
    return heldPage(this.compiled, Date.now(), after, most);
  }

  /** Those of the rights that the member does not hold whole, and so may neither give nor take. */
  missing(rights: readonly Right[]): Right[] {
    const { held } = this;
    return rights.filter((right) => !held.covers(right));
  }

  /** Whether the member may assign this role without holding what it grants; a privileged one must be named to be bound. */
  mayBind(roleId: string, privileged: boolean): boolean {
    return mayBind(this.held, roleId, privileged);
  }

  // Kept: allows in it never expire, and a deny that has expired since only makes it stricter.
  private get held(): HeldRights {
    this.heldRights ??= new HeldRights(this.schema, this.compiled, Date.now());
    return this.heldRights;
  }

  // A deny on a container of the right type would not be seen.
  private assertContainers(permission: string, { containers }: Target): void {
    if (containers === null || containers.length === 0) return;
    const type = permission.slice(0, permission.indexOf(':'));
    if (!this.schema.types.has(type)) return;
    for (const container of containers) {
      if (!this.schema.canContain(container.type, type))
        throw new Error(`"${permission}" is asked in ${container.type}: the schema has no such container of ${type}`);
    }
  }

  private target(permission: string, on: string | Target | undefined): Target | undefined {
    if (typeof on === 'object') this.assertContainers(permission, on);
    if (typeof on !== 'string') return on;
    const name = parsePermissionName(permission);
    return { id: on, containers: name === null || this.schema.containerOf(name.type) === null ? [] : null };
  }
}
