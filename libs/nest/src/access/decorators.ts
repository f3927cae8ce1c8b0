import { forbidden, parsePermissionName, type PermissionName, type PermissionSchema } from '@castellan/core';
import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { exceptionOf } from '../errors/exception-of';
import type { Access } from './access';
import { askedOn, type RequirePermissionOptions } from './asked-on';
import type { Caller } from './caller';
import { callerOf, type GuardedRequest } from './request';
import { ROUTE_REQUIREMENT, type Requirement } from './requirement';

/** One permission `type:action`; several, of which one is enough; or all of `allOf` and one of `anyOf`. */
export type RequiredPermissions<Name extends string = string> =
  Name | readonly Name[] | { readonly allOf?: readonly Name[]; readonly anyOf?: readonly Name[] };

const requires = (requirement: Requirement): CustomDecorator => SetMetadata(ROUTE_REQUIREMENT, requirement);

/**
 * The route needs a permission `type:action`, one of several, or `{ allOf, anyOf }`; in the whole organisation, or where `options` say.
 * What a class requires is required of each of its handlers, too.
 */
export function RequirePermission<Name extends string = string>(
  permission: RequiredPermissions<Name>,
  options: RequirePermissionOptions = {},
): CustomDecorator {
  const on = askedOn(options);
  return requires({
    kind: 'permission',
    rules: alternatives(permission).map((texts) => ({ names: texts.map(nameOf), on })),
    ...(options.orOperators && { orOperators: true }),
  });
}

/** `RequirePermission` for the names of one schema: a typo in a permission does not compile. */
export const permissionDecorator =
  <Name extends string>(_schema: PermissionSchema<Name>) =>
  (permission: RequiredPermissions<NoInfer<Name>>, options?: RequirePermissionOptions): CustomDecorator =>
    RequirePermission<Name>(permission, options);

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

/** What the caller may do in the organisation of the request; a request that is about none is refused. */
export const CurrentAccess = createParamDecorator((_: unknown, context: ExecutionContext): Access => {
  const request = context.switchToHttp().getRequest<GuardedRequest>();
  callerOf(request);
  if (request.access === undefined) throw exceptionOf(forbidden('not-a-member'));
  return request.access;
});

/** What must hold: all of the lists, of each one of its permissions. */
function alternatives(permission: RequiredPermissions): ReadonlyArray<readonly string[]> {
  const listed = typeof permission === 'string' ? [permission] : permission;
  const { allOf = null, anyOf = null } = Array.isArray(listed)
    ? { anyOf: listed as readonly string[] }
    : (listed as { allOf?: readonly string[]; anyOf?: readonly string[] });
  // An empty list would ask for nothing, or for what nobody has.
  if ((allOf ?? anyOf) === null || allOf?.length === 0 || anyOf?.length === 0) {
    throw new Error('@RequirePermission needs a permission, and none of its lists may be empty');
  }
  return [...(allOf ?? []).map((text) => [text]), ...(anyOf === null ? [] : [anyOf])];
}

function nameOf(text: string): PermissionName {
  const name = parsePermissionName(text);
  if (name === null) throw new Error(`@RequirePermission('${text}'): a permission is asked for as "type:action"`);
  return name;
}
