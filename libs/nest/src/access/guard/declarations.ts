import type { Type } from '@nestjs/common';
import type { Requirement } from './requirement';

/** What one decorator declared on one target. */
export interface Declaration {
  readonly requirement: Requirement;
  /** The decorator as it is written, for messages. */
  readonly text: string;
  /** It stands in place of what the class requires. */
  readonly despiteClass: boolean;
}

/** A declaration on a method, remembered by the method's name: whatever replaces the method later does not lose it. */
export interface RememberedDeclaration {
  readonly name: string;
  readonly declaration: Declaration;
}

/** A requirement of a class and of its handler that do not add up. */
export class ConflictingDeclarations extends Error {}

const DECLARED = 'castellan:declared';
const REMEMBERED = 'castellan:remembered';

/** A decorator of a class or a method that declares a requirement. A second one on the same target is kept, for the audit to refuse. */
export const declares =
  (declaration: Declaration): ClassDecorator & MethodDecorator =>
  (target: object, name?: string | symbol, descriptor?: PropertyDescriptor) => {
    add(DECLARED, declaration, (descriptor?.value as object | undefined) ?? target);
    if (name !== undefined) add(REMEMBERED, { name: String(name), declaration }, target);
  };

function add(key: string, value: object, target: object): void {
  const before = (Reflect.getOwnMetadata(key, target) ?? []) as object[];
  Reflect.defineMetadata(key, [...before, value], target);
}

/** What a method, or a class without its base classes, declares itself. */
export const ownDeclarations = (target: object): readonly Declaration[] =>
  (Reflect.getOwnMetadata(DECLARED, target) ?? []) as Declaration[];

/** What the methods of a prototype were declared with, without those of its base classes. */
export const rememberedOn = (prototype: object): readonly RememberedDeclaration[] =>
  (Reflect.getOwnMetadata(REMEMBERED, prototype) ?? []) as RememberedDeclaration[];

/** A class and its base classes, the base first. */
export function lineOf(type: Type): Type[] {
  const line: Type[] = [];
  for (let at: unknown = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    line.unshift(at as Type);
  }
  return line;
}

/** Everything that a class and its base classes declare. */
export const classDeclarations = (controller: Type): Declaration[] => lineOf(controller).flatMap(ownDeclarations);

/** Whether a class, one of its base classes or a method of theirs declares anything. */
export const declaresAnything = (controller: Type): boolean =>
  lineOf(controller).some(
    (type) => ownDeclarations(type).length > 0 || rememberedOn(type.prototype as object).length > 0,
  );

// What lets in more callers stands further down: a handler may only go up from its class.
const RANKS: Readonly<Record<Requirement['kind'], number>> = {
  public: 0,
  authenticated: 2,
  permission: 3,
  'platform-admins': 3,
};
const rank = (requirement: Requirement): number =>
  requirement.kind === 'authenticated' && requirement.organization === 'none' ? 1 : RANKS[requirement.kind];

/** Whether who meets one requirement meets the other, too; of two permissions that is not told. */
export function isAtLeast(requirement: Requirement, other: Requirement): boolean {
  const isComparable = other.kind === requirement.kind || RANKS[other.kind] < RANKS[requirement.kind];
  return isComparable && rank(other) <= rank(requirement);
}

/**
 * What a handler demands: the permissions of its class, of the base classes and its own together; null when nothing is declared.
 * @throws ConflictingDeclarations when they do not add up
 */
export function requirementOf(handler: object, controller: Type): Requirement | null {
  const own = ownDeclarations(handler);
  const all = own.some(({ despiteClass }) => despiteClass) ? own : [...classDeclarations(controller), ...own];
  return all.reduce<Requirement | null>((before, { requirement, text }) => {
    if (before === null) return requirement;
    if (before.kind === 'permission' && requirement.kind === 'permission') return together(before, requirement);
    if (isAtLeast(requirement, before)) return requirement;
    throw new ConflictingDeclarations(`${text} stands over a requirement of its class`);
  }, null);
}

/** Whether a handler is open to everybody: no guard before ours need look at it. */
export function isPublic(handler: object, controller: Type): boolean {
  return requirementOf(handler, controller)?.kind === 'public';
}

type PermissionRequirement = Requirement & { kind: 'permission' };

const together = (one: PermissionRequirement, other: PermissionRequirement): PermissionRequirement => ({
  kind: 'permission',
  rules: [...one.rules, ...other.rules],
  ...(one.orPlatformAdmins && other.orPlatformAdmins && { orPlatformAdmins: true }),
  ...(one.shadow && other.shadow && { shadow: true }),
  ...(other.recheckMs !== undefined && { recheckMs: other.recheckMs }),
});
