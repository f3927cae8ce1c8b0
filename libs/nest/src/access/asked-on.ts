import type { Type } from '@nestjs/common';
import type { AskedOn, RequestPart } from './requirement';
import type { ScopeLoader } from './scope-loader';

/** The field of the request that holds the id of the thing, or who finds the thing. A text is a path parameter. */
export type ScopeField =
  | string
  | { readonly param: string }
  | { readonly query: string }
  | { readonly body: string }
  | { readonly load: Type<ScopeLoader> };

/** Where a required permission must hold: nowhere named means in the whole organisation. */
export interface RequirePermissionOptions {
  /** What the permission is asked about. */
  readonly scope?: ScopeField;
  /** The path parameter that holds the resource's type, where that is not the permission's own. */
  readonly scopeType?: string;
  /** The member whom the scope names may use the route without the permission. */
  readonly orSelf?: true;
  /** Operators of the deployment who are not members of the organisation may use the route too. */
  readonly orOperators?: true;
  /** The route lists things: it is enough to reach some, and the handler shows only those. */
  readonly list?: boolean;
}

const PARTS: readonly RequestPart[] = ['param', 'query', 'body'];

/** What the options of a decorator mean. @throws Error when they mean nothing, or two things */
export function askedOn({ scope, scopeType, orSelf, list = false }: RequirePermissionOptions): AskedOn {
  if (scope === undefined) {
    if (scopeType !== undefined || orSelf)
      throw new Error('@RequirePermission: `scopeType` and `orSelf` need a `scope`');
    return { kind: list ? 'list' : 'organisation' };
  }
  if (list) throw new Error('@RequirePermission: a `list` has no `scope`');
  const named = typeof scope === 'string' ? { param: scope } : scope;
  const [[key, value] = [], ...more] = Object.entries(named as Readonly<Record<string, unknown>>);
  if (key === 'load' && typeof value === 'function' && scopeType === undefined && !orSelf && more.length === 0) {
    return { kind: 'loaded', loader: value as Type<ScopeLoader> };
  }
  const part = PARTS.find((name) => name === key);
  if (part === undefined || typeof value !== 'string' || value === '' || more.length > 0) {
    throw new Error(
      '@RequirePermission: `scope` is a path parameter, or one of { param }, { query }, { body }, { load }',
    );
  }
  const optional = { ...(scopeType !== undefined && { typeParam: scopeType }), ...(orSelf && { orSelf }) };
  return { kind: 'resource', part, field: value, ...optional };
}
