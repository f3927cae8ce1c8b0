import { SetMetadata, type Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, PIPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { ORGANIZATION_PARAMS } from '../guarded-call';
import { lineOf } from './declarations';
import { hasObjects, type CallPart, type IdForm, type NamingField, type Requirement } from './requirement';

/** What Nest does with a parameter before the handler is given it: the form of its ids, or why it can be none. */
interface ParameterForm {
  readonly as: IdForm | null;
  readonly isNumber: boolean;
  readonly isExact?: true;
  readonly by: string;
}

/** A parameter as Nest records it. */
interface Recorded {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

/** A parameter that holds a field of a call, or an object with it: the field's type, and the pipes that are given it alone. */
interface Parameter {
  readonly pipes: readonly unknown[];
  readonly type: unknown;
}

interface HandlerOfClass {
  readonly handler: object;
  readonly controller: Type;
}

type FieldName = Pick<NamingField, 'part' | 'field'>;

// Nest's RouteParamtypes, which the other transports share: the arguments of GraphQL and payloads stand where bodies do.
const PARTS: Readonly<Record<CallPart, number>> = { param: 5, query: 4, body: 3, arg: 3, payload: 3 };

const EXACT: ParameterForm = { as: 'text', isNumber: false, isExact: true, by: 'its controller' };

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

/** Pipes of Nest's that leave ids as they are. */
const HARMLESS: readonly string[] = ['ValidationPipe', 'DefaultValuePipe'];

const FORM_OF_CLASS = 'castellan:id-form';

/** Says for all ids in the paths of a controller of ours that they are compared as they are written. */
export const TextIds = (): ClassDecorator => SetMetadata(FORM_OF_CLASS, true);

/** Whether a controller is one of ours. */
export const isCastellans = (controller: Type): boolean => Reflect.hasMetadata(FORM_OF_CLASS, controller);

/** The requirement with the form of each id that the handler's own pipes and types say, where the declaration does not. */
export function withIdForms(
  requirement: Requirement,
  { handler, controller }: HandlerOfClass,
  declared: IdForm | null,
): Requirement {
  const organizationAs = organizationForm(handler, controller) ?? (declared && { as: declared });
  if (organizationAs !== null && organizationAs.as !== 'text') requirement = { ...requirement, organizationAs };
  if (requirement.kind !== 'permission') return requirement;
  const rules = requirement.rules.map((rule) => {
    const { on } = rule;
    if (on.kind !== 'resource' && on.kind !== 'container') return rule;
    const form = formOf(on, handler, controller);
    if (form === null) return rule;
    const { isNumber, isExact } = form;
    const more = { ...(isNumber && { isNumber }), ...(isExact && { isExact }) } as const;
    return { names: rule.names, on: { ...on, as: on.as ?? form.as, ...more } };
  });
  return { ...requirement, rules };
}

/** What is wrong with what a handler makes of the organisation in its path, which only its own pipe knows. */
export function organizationProblem({ handler, controller }: HandlerOfClass): string | null {
  if (organizationForm(handler, controller) !== null) return null;
  for (const field of ORGANIZATION_PARAMS) {
    const on = { part: 'param', field } as const;
    // What is no text by then was looked up under it.
    const texts = parametersOf(on, handler, controller).filter(({ type }) => type === String);
    const pipe = unknownPipe(texts);
    if (pipe !== null)
      return `takes its organisation through ${pipe}, which may change it: say how organisations are written, \`organizationAs: 'text'\`, 'uuid' or 'integer' in CastellanModule.forRoot`;
  }
  return null;
}

/** How the organisation in a path is written, as the handler's own pipes and types say; null where nothing says it. */
function organizationForm(handler: object, controller: Type): Pick<NamingField, 'as' | 'isNumber'> | null {
  const forms = ORGANIZATION_PARAMS.map((field) => formOf({ part: 'param', field }, handler, controller));
  const form = forms.find((one) => (one?.as ?? null) !== null) ?? null;
  return form === null ? null : { as: form.as, ...(form.isNumber && { isNumber: true }) };
}

/** What is wrong between the form of an id that is declared, and what the handler is given. */
export function formProblem(on: NamingField, handler: object, controller: Type): string | null {
  if (hasObjects(on.part) && on.field.includes('.') && isOneKey(on, handler, controller))
    return `asks about "${on.field}" within objects, and its handler takes that as one key: take the object`;
  const form = formOf(on, handler, controller);
  if (form === null) {
    const pipe = on.as === null ? unknownPipe(parametersOf(on, handler, controller)) : null;
    if (pipe === null) return null;
    return `asks about "${on.field}", which ${pipe} may change: say how ids are written, \`as: 'text'\`, 'uuid' or 'integer'`;
  }
  if (form.as === null) return `asks about "${on.field}", which ${form.by} makes into no id`;
  if (on.as === null || on.as === form.as) return null;
  return `says that "${on.field}" is ${on.as}, and ${form.by} says that it is ${form.as}: make them agree`;
}

function formOf(on: FieldName, handler: object, controller: Type): ParameterForm | null {
  const shared = [handler, controller].flatMap(
    (target) => (Reflect.getMetadata(PIPES_METADATA, target) ?? []) as unknown[],
  );
  for (const { pipes, type } of parametersOf(on, handler, controller)) {
    const found = [...pipes, ...shared].map(pipeForm).find((form) => form !== null) ?? typeForm(type);
    if (found !== null) return found;
  }
  return on.part === 'param' && isCastellans(controller) ? EXACT : null;
}

/** Whether a parameter is given what stands under this very name. */
const isOneKey = ({ part, field }: FieldName, handler: object, controller: Type): boolean =>
  recordedOf(part, handler, controller).some(({ data }) => data === field);

/** The name of a host's own pipe of parameters. */
function unknownPipe(parameters: readonly Parameter[]): string | null {
  const pipes = parameters.flatMap((one) => one.pipes);
  const unknown = pipes.find((pipe) => !namesOf(pipe).some((name) => HARMLESS.includes(name)));
  return unknown === undefined ? null : (namesOf(unknown)[0] ?? 'a pipe');
}

function parametersOf({ part, field }: FieldName, handler: object, controller: Type): Parameter[] {
  return recordedOf(part, handler, controller).flatMap(({ data, pipes, type }) => {
    if (data === field) return [{ pipes, type }];
    const isWithin = typeof data === 'string' && field.startsWith(`${data}.`);
    if (data !== undefined && !isWithin) return [];
    return [{ pipes: [], type: propertyType(type, isWithin ? field.slice(data.length + 1) : field) }];
  });
}

/** The parameters of a handler that take something from a part of the call. */
function recordedOf(part: CallPart, handler: object, controller: Type): Array<Parameter & { readonly data: unknown }> {
  const name = methodNameOf(handler, controller);
  if (name === null) return [];
  const recorded = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Recorded>;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, name) ?? []) as unknown[];
  return Object.entries(recorded).flatMap(([key, { index, data, pipes = [] }]) =>
    key.startsWith(`${PARTS[part]}:`) ? [{ data, pipes, type: types[index] }] : [],
  );
}

/** The type of a property of a class, also of one within another, as its decorators recorded it. */
const propertyType = (type: unknown, field: string): unknown =>
  field.split('.').reduce<unknown>((of, name) => {
    const prototype: unknown = typeof of === 'function' ? of.prototype : undefined;
    return typeof prototype === 'object' && prototype !== null
      ? Reflect.getMetadata('design:type', prototype, name)
      : undefined;
  }, type);

function pipeForm(pipe: unknown): ParameterForm | null {
  const name = namesOf(pipe).find((one) => Object.hasOwn(FORMS, one));
  return name === undefined ? null : { ...(FORMS[name] as (typeof FORMS)[string]), by: name };
}

/** The names of a pipe's class and of its base classes, its own first. */
function namesOf(pipe: unknown): string[] {
  const type: unknown = typeof pipe === 'function' ? pipe : (Object(pipe) as object).constructor;
  return lineOf(type as Type)
    .reverse()
    .map((one) => one.name);
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
