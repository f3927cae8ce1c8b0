import { forbidden, parsePermissionName, type PermissionName, type PermissionSchema } from '@castellan/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { exceptionOf } from '../../errors/castellan.exception';
import type { Access } from '../access';
import { admittedIn } from '../transports/transports';
import { askedOn, type RequirePermissionOptions } from './asked-on';
import type { Caller } from './caller';
import { declares } from './declarations';
import type { Requirement } from './requirement';

/** One permission `type:action`; several, of which one is enough; or all of `allOf` and one of `anyOf`. */
export type RequiredPermissions<Name extends string = string> =
  Name | readonly Name[] | { readonly allOf?: readonly Name[]; readonly anyOf?: readonly Name[] };

/** A decorator of a class or of one of its handlers. */
export type RouteDecorator = ClassDecorator & MethodDecorator;

/** Says that a handler's declaration stands in place of what its class requires. */
export interface DespiteClass {
  readonly despiteClass?: true;
}

/**
 * The handler needs a permission `type:action`, one of several, or `{ allOf, anyOf }`; in the whole organisation, or where `options`
 * say. What a class requires is required of each of its handlers, too.
 */
export function RequirePermission<Name extends string = string>(
  permission: RequiredPermissions<Name>,
  options: RequirePermissionOptions = {},
): RouteDecorator {
  const on = askedOn(options);
  const requirement: Requirement = {
    kind: 'permission',
    rules: alternatives(permission).map((texts) => ({ names: texts.map(nameOf), on })),
    ...(options.orPlatformAdmins && { orPlatformAdmins: true }),
    ...(options.shadow && { shadow: true }),
    ...(options.recheckSeconds !== undefined && { recheckMs: recheckMs(options.recheckSeconds) }),
  };
  const text = `@RequirePermission(${JSON.stringify(permission)})`;
  return declares({ requirement, text, despiteClass: options.despiteClass === true });
}

/** `RequirePermission` for the names of one schema: a typo in a permission does not compile. */
export const permissionDecorator =
  <Name extends string>(_schema: PermissionSchema<Name>) =>
  (permission: RequiredPermissions<NoInfer<Name>>, options?: RequirePermissionOptions): RouteDecorator =>
    RequirePermission<Name>(permission, options);

/**
 * The handler is for everybody who is signed in; in an organisation, for its active members. With `organization: 'none'` it is
 * about no organisation, and needs no membership.
 */
export const Authenticated = ({
  organization,
  despiteClass = undefined,
}: { readonly organization?: 'none' } & DespiteClass = {}): RouteDecorator =>
  declares({
    requirement: { kind: 'authenticated', ...(organization === 'none' && { organization }) },
    text: '@Authenticated()',
    despiteClass: despiteClass === true,
  });

/** The handler is for platform admins. */
export const PlatformAdmins = ({ despiteClass }: DespiteClass = {}): RouteDecorator =>
  declares({
    requirement: { kind: 'platform-admins' },
    text: '@PlatformAdmins()',
    despiteClass: despiteClass === true,
  });

/** The handler is for everybody. With `identify: true` it has a caller where `identify` names one. */
export const Public = ({ identify, despiteClass }: { readonly identify?: true } & DespiteClass = {}): RouteDecorator =>
  declares({
    requirement: { kind: 'public', ...(identify && { identify }) },
    text: '@Public()',
    despiteClass: despiteClass === true,
  });

/** The caller as the guard found it; null on a public handler to which nobody said who asks. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | null => admittedIn(context)?.caller ?? null,
);

/** What the caller may do in the organisation of the call; a call that is about none is refused. */
export const CurrentAccess = createParamDecorator((_: unknown, context: ExecutionContext): Access => {
  const access = admittedIn(context)?.access ?? null;
  if (access === null) throw exceptionOf(forbidden('not-a-member'));
  return access;
});

/** What the handler's loader found, so that nothing is fetched twice. */
export const CurrentResource = createParamDecorator(
  (_: unknown, context: ExecutionContext): unknown => admittedIn(context)?.resource,
);

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

function recheckMs(seconds: number): number {
  if (!(seconds > 0 && seconds <= 3_600))
    throw new Error('@RequirePermission: `recheckSeconds` must be between 0 and 3600');
  return seconds * 1_000;
}

function nameOf(text: string): PermissionName {
  const name = parsePermissionName(text);
  if (name === null) throw new Error(`@RequirePermission('${text}'): a permission is asked for as "type:action"`);
  return name;
}
