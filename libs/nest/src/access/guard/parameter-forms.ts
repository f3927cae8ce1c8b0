import { SetMetadata, type Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, PIPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { lineOf } from './declarations';
import type { CallPart, IdForm, NamingField, Requirement } from './requirement';

/** What Nest does with a parameter before the handler is given it: the form of its ids, or why it can be none. */
interface ParameterForm {
  readonly as: IdForm | null;
  readonly isNumber: boolean;
  readonly by: string;
}

/** A parameter as Nest records it. */
interface Recorded {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

// Nest's RouteParamtypes, which the other transports share: the arguments of GraphQL and payloads stand where bodies do.
const PARTS: Readonly<Record<CallPart, number>> = { param: 5, query: 4, body: 3, arg: 3, payload: 3 };

const TEXT: ParameterForm = { as: 'text', isNumber: false, by: 'its controller' };

// By name: a host may have another copy of Nest than we have.
const FORMS: Readonly<Record<string, Pick<ParameterForm, 'as' | 'isNumber'>>> = {
  ParseUUIDPipe: { as: 'uuid', isNumber: false },
  ParseIntPipe: { as: 'integer', isNumber: true },
  ParseEnumPipe: { as: 'text', isNumber: false },
  ParseFloatPipe: { as: null, isNumber: false },
  ParseBoolPipe: { as: null, isNumber: false },
  ParseDatePipe: { as: null, isNumber: false },
  ParseArrayPipe: { as: null, isNumber: false },
};

const FORM_OF_CLASS = 'castellan:id-form';

/** Says for all ids in the paths of a controller of ours that they are compared as they are written. */
export const TextIds = (): ClassDecorator => SetMetadata(FORM_OF_CLASS, true);

/** The requirement with the form of each id that the handler's own pipes and types say, where the declaration does not. */
export function withIdForms(requirement: Requirement, handler: object, controller: Type): Requirement {
  if (requirement.kind !== 'permission') return requirement;
  const rules = requirement.rules.map((rule) => {
    const { on } = rule;
    if (on.kind !== 'resource' && on.kind !== 'container') return rule;
    const form = formOf(on, handler, controller);
    if (form === null) return rule;
    const isNumber = form.isNumber ? ({ isNumber: true } as const) : {};
    return { names: rule.names, on: { ...on, as: on.as ?? form.as, ...isNumber } };
  });
  return { ...requirement, rules };
}

/** What is wrong between the form of an id that is declared, and what the handler is given. */
export function formProblem(on: NamingField, handler: object, controller: Type): string | null {
  const form = formOf(on, handler, controller);
  if (form === null) return null;
  if (form.as === null) return `asks about "${on.field}", which ${form.by} makes into no id`;
  if (on.as === null || on.as === form.as) return null;
  return `says that "${on.field}" is ${on.as}, and ${form.by} says that it is ${form.as}: make them agree`;
}

function formOf({ part, field }: NamingField, handler: object, controller: Type): ParameterForm | null {
  const name = methodNameOf(handler, controller);
  if (name === null) return null;
  const recorded = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Recorded>;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, name) ?? []) as unknown[];
  const shared = [handler, controller].flatMap(
    (target) => (Reflect.getMetadata(PIPES_METADATA, target) ?? []) as unknown[],
  );
  for (const [key, { index, data, pipes = [] }] of Object.entries(recorded)) {
    if (!key.startsWith(`${PARTS[part]}:`) || data !== field) continue;
    const found = [...pipes, ...shared].map(pipeForm).find((form) => form !== null) ?? typeForm(types[index]);
    if (found !== null) return found;
  }
  return part === 'param' && Reflect.hasMetadata(FORM_OF_CLASS, controller) ? TEXT : null;
}

function pipeForm(pipe: unknown): ParameterForm | null {
  const type: unknown = typeof pipe === 'function' ? pipe : (Object(pipe) as object).constructor;
  const name = lineOf(type as Type)
    .reverse()
    .map((one) => one.name)
    .find((one) => Object.hasOwn(FORMS, one));
  return name === undefined ? null : { ...(FORMS[name] as (typeof FORMS)[string]), by: name };
}

// Where a host transforms what it is sent, a parameter of type number is read as one: `01` and `1` are the same.
const typeForm = (type: unknown): ParameterForm | null =>
  type === Number || type === BigInt ? { as: 'integer', isNumber: type === Number, by: 'its type' } : null;

/** The name of a handler in its class: what Nest records its parameters under. */
export function methodNameOf(handler: object, controller: Type): string | null {
  for (
    let at = controller.prototype as object | null;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (value === handler) return name;
  }
  return null;
}
