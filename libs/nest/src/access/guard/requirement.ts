import { forbidden, type CastellanError, type PermissionName, type RefusalReason, type TypedId } from '@castellan/core';
import type { Type } from '@nestjs/common';

/** The thing that a call is about; `containers` is what it is in, null when that is not known. */
export interface LoadedScope {
  readonly id: string;
  readonly containers: readonly TypedId[] | null;
  /** What the handler is given by `@CurrentResource()`. */
  readonly resource?: unknown;
}

/**
 * Finds the thing that a call is about, where no field of the call names it. An injectable of the host, which may be
 * request-scoped; asked once for each call, after the caller was found to be an active member.
 */
export interface ScopeLoader<Call = never> {
  /** The thing, which must belong to the organisation; null when there is none. */
  scopeOf(call: Call, orgId: string): Promise<LoadedScope | null> | LoadedScope | null;
}

/** The parts of a call that can name a thing: of an HTTP request, of a GraphQL field (`arg`), of a message (`payload`). */
export const CALL_PARTS = ['param', 'query', 'body', 'arg', 'payload'] as const;

/** A part of a call that can name a thing. */
export type CallPart = (typeof CALL_PARTS)[number];

/** Whether dots in the name of a field lead into objects: the parameters of paths and queries have none. */
export const hasObjects = (part: CallPart): boolean => part !== 'param' && part !== 'query';

/** How ids are written, which decides what is one id in several spellings. */
export const ID_FORMS = ['text', 'uuid', 'integer'] as const;

/** How an id is written: as any text, as a UUID in either case, or as a decimal number. */
export type IdForm = (typeof ID_FORMS)[number];

/** The field of a call that holds one id, or with `each` a list of ids. `as` is null where the declaration does not say. */
export interface NamingField {
  readonly part: CallPart;
  readonly field: string;
  readonly as: IdForm | null;
  readonly each?: true;
  /** The handler is given the text as it is: nothing trims it, nor reads it as another one. */
  readonly isExact?: true;
  /** The handler is given the id as a number, which is exact up to 2^53 - 1 only. */
  readonly isNumber?: true;
}

/** A loader, and what becomes of a call whose thing it does not find. */
export interface Loading {
  readonly loader: Type<ScopeLoader>;
  readonly whenMissing: 'forbidden' | 'not-found';
  /** How the ids are written that it finds; null where the declaration does not say. */
  readonly as: IdForm | null;
}

/**
 * What a permission is asked about: the whole organisation; everything the caller may reach (a list); the thing, or each of
 * the things, whose id is in a field of the call; what a loader finds; or a container, to make something in it. `typeParam` names
 * the path parameter that holds the type of a registered resource. `orSelf`: whom the field names needs no permission.
 */
export type AskedOn =
  | { readonly kind: 'organisation' }
  | { readonly kind: 'list' }
  | ({ readonly kind: 'resource'; readonly typeParam?: string; readonly orSelf?: true } & NamingField)
  | ({ readonly kind: 'container'; readonly type: string } & NamingField)
  | ({ readonly kind: 'loaded' } & Loading);

/** One permission that a route asks for; one of `names` is enough. */
export interface PermissionRule {
  readonly names: readonly PermissionName[];
  readonly on: AskedOn;
}

/**
 * What a handler demands of its caller. All `rules` must hold; `orPlatformAdmins` also lets in platform admins who are not members;
 * `shadow` decides and reports, and refuses nobody. `identify` tells a public handler who asks, where anybody says so.
 */
export type Requirement = {
  /** How the handler reads the organisation in its path: another spelling of it is refused. */
  readonly organizationAs?: Pick<NamingField, 'as' | 'isNumber'>;
} & (
  | { readonly kind: 'public'; readonly identify?: true }
  | { readonly kind: 'authenticated'; readonly organization?: 'none' }
  | { readonly kind: 'platform-admins' }
  | {
      readonly kind: 'permission';
      readonly rules: readonly PermissionRule[];
      readonly orPlatformAdmins?: true;
      readonly shadow?: true;
      /** At most how often a stream of events asks again, in milliseconds; at each event when it does not say. */
      readonly recheckMs?: number;
    }
);

/** A rule as it is shown: `type:action`, alternatives joined by ` or `. */
export const ruleText = (rule: PermissionRule): string =>
  rule.names.map(({ type, action }) => `${type}:${action}`).join(' or ');

/** What a requirement shows in OpenAPI and in `details.required_permission`; null when it is no permission. */
export const requirementText = (requirement: Requirement): string | null =>
  requirement.kind === 'permission' ? requirement.rules.map(ruleText).join(' and ') : null;

/** The 403 of a requirement: the same for a stranger whether or not the organisation exists. */
export function refusal(
  requirement: Requirement,
  reason: RefusalReason,
  details: { readonly scope?: string; readonly denied?: readonly string[]; readonly hint?: string } = {},
): CastellanError {
  const required = requirementText(requirement);
  return forbidden(reason, { ...(required === null ? {} : { required_permission: required }), ...details });
}
