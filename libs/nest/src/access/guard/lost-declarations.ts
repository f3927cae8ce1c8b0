import { isDeepStrictEqual } from 'node:util';
import { CONTROLLER_WATERMARK } from '@nestjs/common/constants';
import { classDeclarations, isAtLeast, lineOf, ownDeclarations, rememberedOn, type Declaration } from './declarations';
import type { HandlerClass } from './handlers';
import type { Requirement } from './requirement';

/**
 * Declarations that no handler has any more: of a method that another decorator replaced, that a subclass overrode with a
 * weaker one, or that nothing calls from outside, so that nothing guards it.
 */
export function lostDeclarations({ type, replacedBy, handlers }: HandlerClass): string[] {
  const problems: string[] = [];
  const kept = classDeclarations(type);
  const lost = replacedBy === null ? [] : classDeclarations(replacedBy).filter((one) => !kept.includes(one));
  if (lost.length > 0)
    problems.push(
      `${type.name} lost ${textsOf(lost)}: a decorator below it replaced the class, and its calls know only the class ` +
        'itself: put ours at the bottom',
    );
  const isController = Reflect.hasMetadata(CONTROLLER_WATERMARK, replacedBy ?? type);
  if (handlers.length === 0 && !isController && kept.length > 0)
    problems.push(`${type.name} declares ${textsOf(kept)}, and has no handler that it could guard`);
  for (const { prototype } of lineOf(type) as Array<{ prototype: object }>) {
    for (const { name, declaration } of rememberedOn(prototype)) {
      const found = handlers.filter(({ handlerName }) => handlerName === name);
      const where = `${type.name}.${name}`;
      if (found.length === 0) {
        problems.push(
          `${where} declares ${declaration.text}, and is not a route, a resolver or a message handler: nothing guards it`,
        );
      } else if (found.some(({ handler }) => !meets(ownDeclarations(handler), declaration))) {
        problems.push(
          `${where} lost ${declaration.text}: a decorator above it replaced the method without its metadata, ` +
            'its instance bound it, or a subclass declares less: put ours at the top, or declare it again',
        );
      }
    }
  }
  return problems;
}

/** Whether what a handler declares now contains what was declared. */
function meets(own: readonly Declaration[], { requirement }: Declaration): boolean {
  return own.some(
    (one) => one.requirement === requirement || one.despiteClass || contains(one.requirement, requirement),
  );
}

function contains(now: Requirement, before: Requirement): boolean {
  if (now.kind !== 'permission' || before.kind !== 'permission') return isAtLeast(now, before);
  const isWeaker = (now.orPlatformAdmins ?? false) && before.orPlatformAdmins !== true;
  return (
    !isWeaker &&
    now.shadow === before.shadow &&
    before.rules.every((rule) => now.rules.some((one) => isDeepStrictEqual(one, rule)))
  );
}

const textsOf = (declarations: readonly Declaration[]): string => declarations.map(({ text }) => text).join(' and ');
