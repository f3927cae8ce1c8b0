import { Transform } from 'class-transformer';
import { getMetadataStorage, registerDecorator } from 'class-validator';
import { Issue } from '@castellan/core';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { converted, Rule } from './rules';

/** A property of a DTO and what it must be; a property without a rule is checked by other decorators of class-validator. */
export interface DtoField {
  readonly name: string;
  readonly rule?: Rule;
  readonly optional?: boolean;
  readonly api?: FieldApi;
}

/** What OpenAPI says of a property beside what its rule says; null where its route says all. */
type FieldApi = ApiPropertyOptions | null;

interface FieldOptions {
  /** The property may be absent, but not null. */
  readonly optional?: boolean;
  readonly api?: FieldApi;
}

interface ChangesOptions<T, Fixed extends keyof T> {
  /** What is never changed. */
  readonly fixed?: readonly Fixed[];
  readonly api?: Partial<Record<keyof T, ApiPropertyOptions>>;
}

const FIELD = 'castellanField';

/**
 * The DTOs that have been checked and converted. A host's own ValidationPipe sees them after that: it must not convert them
 * again.
 */
const finished = new WeakSet<object>();

/** Notes that a DTO has been checked and converted. */
export const finish = (dto: object): void => void finished.add(dto);

/** Whether a DTO has been checked and converted: that it is of its class says nothing, since anybody can make one. */
export const isFinished = (dto: object): boolean => finished.has(dto);

/**
 * Declares a property of a DTO, for input and for OpenAPI: required unless `optional`. The value is converted by the rule's
 * `convert`. To class-validator it says only that the property is declared, so that a host's ValidationPipe lets it pass: what
 * that pipe sees has been checked by the rule, and converted.
 */
export function Field(rule: Rule, { optional = false, api = {} }: FieldOptions = {}): PropertyDecorator {
  return (target, key) => {
    const field: DtoField = { name: String(key), rule, optional, api };
    registerDecorator({
      name: FIELD,
      target: target.constructor,
      propertyName: field.name,
      constraints: [field],
      validator: { validate: () => true },
    });
    // From `obj`, not `value`: class-transformer hands over a copy that has lost keys such as toString.
    const convert = ({ obj }: { obj: Record<string, unknown> }): unknown =>
      finished.has(obj) ? obj[field.name] : converted(rule, obj[field.name]);
    Transform(convert, { toClassOnly: true })(target, key);
    if (api !== null) ApiProperty({ ...rule.api, ...api, required: !optional } as ApiPropertyOptions)(target, key);
  };
}

/**
 * The class of a change to what another class makes: the same properties but some, and none of them required. `api` replaces
 * what OpenAPI says of a property.
 */
export function changesOf<T extends object, Fixed extends keyof T = never>(
  Dto: new () => T,
  { fixed = [], api = {} }: ChangesOptions<T, Fixed> = {},
): new () => Partial<Omit<T, Fixed>> {
  class Changes {}
  const changed = fieldsOf(Dto).filter(({ name }) => !(fixed as readonly PropertyKey[]).includes(name));
  for (const { name, rule, api: made } of changed) {
    if (rule === undefined) throw new Error(`${Dto.name}.${name} has no rule`);
    // A change that leaves a property out leaves it as it is.
    const { default: _, ...kept } = (made ?? {}) as { readonly default?: unknown };
    Field(rule, { optional: true, api: api[name as keyof T] ?? kept })(Changes.prototype, name);
  }
  return Changes;
}

/** The issues of one property, relative to it; undefined is absent. */
export function fieldIssues({ rule, optional }: DtoField, value: unknown): Issue[] {
  if (value !== undefined) return rule ? rule(value) : [];
  return optional || !rule ? [] : [{ type: 'missing', loc: [], msg: 'Field required' }];
}

interface Shape {
  readonly fields: readonly DtoField[];
  readonly names: ReadonlySet<string>;
  /** Whether all that is declared are rules: then nothing needs class-validator, nor class-transformer. */
  readonly isRuledAlone: boolean;
}

const shapes = new WeakMap<object, Shape>();

/** What is declared of a DTO. */
export function shapeOf(Dto: new () => object): Shape {
  let shape = shapes.get(Dto);
  if (shape === undefined) shapes.set(Dto, (shape = declaredShape(Dto)));
  return shape;
}

/** The properties of a DTO in the order of their declaration, a base class's first. */
export const fieldsOf = (Dto: new () => object): readonly DtoField[] => shapeOf(Dto).fields;

function declaredShape(Dto: new () => object): Shape {
  const declared = getMetadataStorage().getTargetValidationMetadatas(Dto, '', false, false);
  const fields = new Map<string, DtoField>();
  for (const { name, propertyName, constraints } of declared.toSorted((a, b) => depth(a.target) - depth(b.target))) {
    if (name === FIELD) fields.set(propertyName, constraints[0] as DtoField);
    else if (!fields.has(propertyName)) fields.set(propertyName, { name: propertyName });
  }
  return {
    fields: [...fields.values()],
    names: new Set(fields.keys()),
    isRuledAlone: declared.every(({ name }) => name === FIELD),
  };
}

/** How many classes a class is derived from. */
function depth(target: object | string | null): number {
  return typeof target === 'function' ? 1 + depth(Object.getPrototypeOf(target) as object | null) : 0;
}
