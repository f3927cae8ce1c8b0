import { forbidden, type CastellanError, type PermissionName, type RefusalReason } from '@castellan/core';
import { Injectable, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ScopeLoader } from './scope-loader';

/** The metadata key under which a route's requirement is kept. */
export const ROUTE_REQUIREMENT = 'castellan:requirement';

/** The parts of a request that can name a thing. */
export type RequestPart = 'param' | 'query' | 'body';

/**
 * What a permission is asked about: the whole organisation; everything the caller may reach (a list); the thing whose id is
 * in a field of the request; or what a loader finds. `typeParam` names the path parameter that holds the type of a registered
 * resource. `orSelf`: whom the field names needs no permission.
 */
export type AskedOn =
  | { readonly kind: 'organisation' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'resource';
      readonly part: RequestPart;
      readonly field: string;
      readonly typeParam?: string;
      readonly orSelf?: true;
    }
  | { readonly kind: 'loaded'; readonly loader: Type<ScopeLoader> };

/** One permission that a route asks for; one of `names` is enough. */
export interface PermissionRule {
  readonly names: readonly PermissionName[];
  readonly on: AskedOn;
}

/** What a route demands of its caller. All `rules` must hold; `orOperators` also lets in operators who are not members. */
export type Requirement =
  | { readonly kind: 'public' }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'operators' }
  | { readonly kind: 'permission'; readonly rules: readonly PermissionRule[]; readonly orOperators?: true };

/** A rule as it is shown: `type:action`, alternatives joined by ` or `. */
export const ruleText = (rule: PermissionRule): string =>
  rule.names.map(({ type, action }) => `${type}:${action}`).join(' or ');

/** What a requirement shows in OpenAPI and in `details.required_permission`; null when it is no permission. */
export const requirementText = (requirement: Requirement): string | null =>
  requirement.kind === 'permission' ? requirement.rules.map(ruleText).join(' and ') : null;

/** The 403 of a requirement: the same for a stranger whether or not the organisation exists. `scope` says what cannot be read. */
export function refusal(requirement: Requirement, reason: RefusalReason, scope?: string): CastellanError {
  const required = requirementText(requirement);
  return forbidden(reason, {
    ...(required === null ? {} : { required_permission: required }),
    ...(scope === undefined ? {} : { scope }),
  });
}

/** Reads what routes declare: class and handler merge, and the handler's kind wins. */
@Injectable()
export class Requirements {
  constructor(private readonly reflector: Reflector) {}

  /** What a handler demands; null when neither it nor its class says. Two permissions, of class and handler, must both hold. */
  of(handler: object, controller: Type): Requirement | null {
    const [own, inherited] = [handler, controller].map((target) =>
      this.reflector.get<Requirement | undefined>(ROUTE_REQUIREMENT, target as Type),
    );
    if (own?.kind === 'permission' && inherited?.kind === 'permission') {
      return { kind: 'permission', rules: [...inherited.rules, ...own.rules] };
    }
    return own ?? inherited ?? null;
  }
}
