import { parsePermissionName, type PermissionName } from '@castellan/core';
import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from './caller';
import { callerOf } from './request';
import { ROUTE_REQUIREMENT, type AskedOn, type Requirement } from './requirement';

/** Where a required permission must hold: nowhere named means in the whole organisation. */
export interface RequirePermissionOptions {
  /** The path parameter that holds the id of the resource. */
  readonly scope?: string;
  /** The path parameter that holds the resource's type, where that is not the permission's own. */
  readonly scopeType?: string;
  /** The member that the parameter names may use the route without the permission. */
  readonly orSelf?: true;
  /** The route lists things: it is enough to reach some, and the handler shows only those. */
  readonly list?: boolean;
}

const requires = (requirement: Requirement): CustomDecorator => SetMetadata(ROUTE_REQUIREMENT, requirement);

/** The route needs a permission `type:action`, or one of several. */
export function RequirePermission(
  permission: string | readonly string[],
  options: RequirePermissionOptions = {},
): CustomDecorator {
  const names = [permission].flat().map(nameOf);
  return requires({ kind: 'permission', rules: [{ names, on: askedOn(options) }] });
}

/** The route is for everybody who is signed in; under an organisation's path, for its active members. */
export const Authenticated = (): CustomDecorator => requires({ kind: 'authenticated' });

/** The route is for operators of the deployment. */
export const Operators = (): CustomDecorator => requires({ kind: 'operators' });

/** The route is for everybody. */
export const Public = (): CustomDecorator => requires({ kind: 'public' });

/** The caller of the request, as the guard found it. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest()),
);

function askedOn({ scope, scopeType, orSelf, list }: RequirePermissionOptions): AskedOn {
  if (scope !== undefined) {
    const optional = { ...(scopeType !== undefined && { typeParam: scopeType }), ...(orSelf && { orSelf }) };
    return { kind: 'resource', param: scope, ...optional };
  }
  return { kind: list === true ? 'list' : 'organisation' };
}

function nameOf(text: string): PermissionName {
  const name = parsePermissionName(text);
  if (name === null) throw new Error(`@RequirePermission('${text}'): a permission is asked for as "type:action"`);
  return name;
}
