import {
  conflict,
  forbidden,
  rightText,
  type Decision,
  type PermissionName,
  type Reason,
  type Right,
  type Scope,
  type Target,
} from '@castellan/core';
import { v7 } from 'uuid';
import type { Sql } from '../database/database';
import type { Revision } from '../database/revision';
import { AuditRecords, type AuditRecord } from './audit-records';
import { Judgement, type Judge, type SetFrame } from './judgement';
import type { LentClient } from './lent-client';

export type { AuditRecord } from './audit-records';

/** What an actor may hand out, as of the moment under the lock. */
export interface Authority {
  /** The answer to a question about the actor; without a target it is about the whole organisation. */
  decide(name: PermissionName, target?: Target): Decision;
  /** Those of the rights that the actor does not hold whole. */
  missing(rights: readonly Right[]): Right[];
  /** Whether the actor may assign this role without holding what it grants; a privileged one must be named to be bound. */
  mayBind(roleId: string, privileged: boolean): boolean;
}

/** The most missing rights that a refusal names. */
export const MOST_NAMED = 100;

/** The most permissions that a change set touches, of all policies before and after it. */
const MOST_WEIGHT = 200_000;

/** The kinds of those who make changes. */
export const ACTOR_KINDS = ['member', 'operator', 'token', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who makes a change. */
export interface Actor {
  /** A user id, or the name of a part of the system. */
  readonly id: string;
  readonly kind: ActorKind;
  readonly requestId: string | null;
  /** The tags of which the object must have one (RFC 9110, §13.1.1) as it is before the change; null or absent is no condition. */
  readonly ifMatch?: string | null;
  /** The permission that let the actor begin, for refusals to tell; null or absent where none was required. */
  readonly requiredPermission?: string | null;
  /** The host's transaction that the change is part of; without one it has its own. Set by `inTransaction`. */
  readonly transaction?: Sql | LentClient;
  /** The change is only to be tried: made to its end, told of, and rolled back. */
  readonly dryRun?: boolean;
  /**
   * Asks again, inside the transaction and under the organisation's lock, whether the actor may do this. Throws when not.
   * The answer bounds what the actor may hand out; null, or no such question, is no bound.
   */
  stillMay?(sql: Sql, orgId: string): Promise<Authority | null>;
  /** Told the revision that the change made, after the commit; must not throw. */
  committed?(revision: Revision): void;
}

/** The things whose exact number is kept in the state row. */
export const COUNTED = ['policies', 'roles', 'members', 'workspaces'] as const;
export type Counted = (typeof COUNTED)[number];

/** The state row of an organisation, as read under its lock. */
export interface OrganisationStateRow extends Record<Counted, number>, Revision {
  readonly audit_seq: number;
  readonly audit_head: string;
  readonly schema_hash: string | null;
  /** A member who was found able to repair the organisation; may be so no more. */
  readonly admin_witness: string | null;
}

/** One change of an organisation, while its lock is held: what it did is gathered here and written by `Changes`. */
export class Change {
  /** Of this attempt (UUIDv7, RFC 9562): each one has its own, and its audit entries carry it. */
  readonly id = v7();
  private readonly records = new AuditRecords();
  /** What is asked at the end; null when this is no change set, and all is asked at once. */
  readonly judgement: Judgement | null;
  readonly roles = new Set<string>();
  readonly members = new Set<string>();
  readonly named = new Set<string>();
  readonly counted: Record<Counted, number> = { policies: 0, roles: 0, members: 0, workspaces: 0 };
  grants = false;
  containers = false;
  private weight = 0;

  constructor(
    readonly sql: Sql,
    readonly orgId: string,
    private readonly by: { readonly actor: Actor; readonly authority: Authority | null; readonly set?: SetFrame },
    readonly state: OrganisationStateRow,
  ) {
    this.judgement = by.set === undefined ? null : new Judgement();
  }

  get actor(): Actor {
    return this.by.actor;
  }

  /** What is audited, one record for each object. */
  get audited(): readonly AuditRecord[] {
    return this.records.all;
  }

  /** The tags of which the object must have one as it is before the change; a change set asks for none. */
  get ifMatch(): string | null {
    return this.judgement === null ? (this.actor.ifMatch ?? null) : null;
  }

  /** Who keeps as files what the change makes; null when nobody does. */
  get source(): string | null {
    return this.by.set?.source ?? null;
  }

  /** Why the change is made, as its actor says; null when it does not. */
  get reason(): string | null {
    return this.by.set?.reason ?? null;
  }

  /** Asks whether a change of an object conflicts with something: at once, or at the end of the change set. */
  async judgeConflicts(key: string, judge: Judge): Promise<void> {
    if (this.judgement === null) await judge();
    else this.judgement.noteConflicts(key, judge);
  }

  /**
   * Demands that the actor holds every right that the change gives or takes.
   * @throws CastellanError forbidden with `details.missing`
   */
  requires(rights: readonly Right[]): void {
    this.refuse(this.missing(rights));
  }

  /** Those of the rights that the actor does not hold whole; an unbounded actor holds all. */
  missing(rights: readonly Right[]): Right[] {
    return this.by.authority?.missing(rights) ?? [];
  }

  /** Refuses a change for which the actor lacks these rights. @throws CastellanError forbidden with `details.missing` */
  refuse(missing: readonly Right[]): void {
    if (missing.length === 0) return;
    const texts = [...new Set(missing.map(rightText))].sort();
    const { requiredPermission: required = null } = this.actor;
    throw forbidden('escalation', {
      ...(required === null ? {} : { required_permission: required }),
      missing: texts.slice(0, MOST_NAMED),
    });
  }

  /** What is decided of the actor, under the lock; an actor without a bound is granted all. */
  reasonOn(name: PermissionName, target?: Target): Reason {
    return this.by.authority?.decide(name, target).reason ?? 'granted';
  }

  /** Whether the actor may read a thing of the organisation: an error names it only then. */
  mayRead(type: string, id: string): boolean {
    return this.reasonOn({ type, action: 'read' }, { id, containers: [] }) === 'granted';
  }

  /** The details of a conflict with a thing: its id, where the actor may read it. */
  detailsOfExisting(type: string, id: string): { readonly existing_id?: string } {
    return this.mayRead(type, id) ? { existing_id: id } : {};
  }

  /** Whether the actor holds all of these rights; an unbounded actor does. */
  covers(rights: readonly Right[]): boolean {
    return this.missing(rights).length === 0;
  }

  /** Whether the actor may assign this role without holding what it grants; a privileged one must be named to be bound. */
  mayBind(roleId: string, privileged: boolean): boolean {
    return this.by.authority?.mayBind(roleId, privileged) ?? true;
  }

  /** Notes what was changed, for the audit log. A change that notes nothing changed nothing. */
  audit(record: AuditRecord): void {
    this.records.add(record);
  }

  /** Notes that so many permissions are written or shown: a change set holds all of them until its end. @throws a conflict `limit` */
  weigh(permissions: number): void {
    this.weight += permissions;
    if (this.judgement === null || this.weight <= MOST_WEIGHT) return;
    throw conflict('limit', `A change set touches at most ${MOST_WEIGHT} permissions`, { limit: MOST_WEIGHT });
  }

  /** Notes the ids that scopes name: a container that is made later must not be one of them unnoticed. */
  nameScopes(scopes: Iterable<Scope>): void {
    for (const scope of scopes) if (scope.kind === 'id' || scope.kind === 'typed') this.named.add(scope.id);
  }

  /** New stamps for roles whose grants changed, and so for the organisation's grants. */
  stampRoles(roleIds: Iterable<string>): void {
    for (const id of roleIds) this.roles.add(id);
    this.grants = true;
  }

  /** A new stamp for a member whose assignments or status changed. */
  stampMember(userId: string): void {
    this.members.add(userId);
  }

  /** A new stamp for the registry. */
  stampContainers(): void {
    this.containers = true;
  }

  /** Counts things made or removed. @throws a conflict `limit` when `most` is passed. */
  count(what: Counted, by: number, most = Infinity): void {
    this.counted[what] += by;
    const assertRoom = (): void => {
      if (this.state[what] + this.counted[what] <= most) return;
      throw conflict('limit', `An organisation has at most ${most} ${what}`, { limit: most });
    };
    if (by > 0 && this.judgement === null) assertRoom();
    else this.judgement?.noteConflicts(`number of ${what}`, assertRoom);
  }
}
