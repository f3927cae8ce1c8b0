import { Transform } from 'class-transformer';
import { getMetadataStorage, registerDecorator } from 'class-validator';
import { Issue } from '@castellan/core';
import { converted, Rule } from './rules';

/** A property of a DTO and what it must be; a property without a rule is checked by other decorators of class-validator. */
export interface DtoField {
  readonly name: string;
  readonly rule?: Rule;
  readonly optional?: boolean;
}

const FIELD = 'castellanField';

/**
 * The DTOs that have been checked and converted. A host's own ValidationPipe sees them after that: it must neither check
 * converted values by rules for sent ones nor convert them again.
 */
const finished = new WeakSet<object>();
let checking = false;

/** Notes that a DTO has been checked and converted. */
export const finish = (dto: object): void => void finished.add(dto);

/** Whether a DTO has been checked and converted: that it is of its class says nothing, since anybody can make one. */
export const isFinished = (dto: object): boolean => finished.has(dto);

/** Runs `check` with the rules of fields in force; whoever else asks class-validator is told that all is well. */
export function withRules<T>(check: () => T): T {
  const before = checking;
  checking = true;
  try {
    return check();
  } finally {
    checking = before;
  }
}

/**
 * Declares a property of a DTO: required unless `optional`, which lets it be absent but not null. The value is converted by the
 * rule's `convert`.
 */
export function Field(rule: Rule, { optional = false }: { optional?: boolean } = {}): PropertyDecorator {
  return (target, key) => {
    const field: DtoField = { name: String(key), rule, optional };
    registerDecorator({
      name: FIELD,
      target: target.constructor,
      propertyName: field.name,
      constraints: [field],
      validator: {
        validate: (value) => !checking || fieldIssues(field, value).length === 0,
        defaultMessage: () => 'is not valid',
      },
    });
    // From `obj`, not `value`: class-transformer hands over a copy that has lost keys such as toString.
    const convert = ({ obj }: { obj: Record<string, unknown> }): unknown =>
      finished.has(obj) ? obj[field.name] : converted(rule, obj[field.name]);
    Transform(convert, { toClassOnly: true })(target, key);
  };
}

/** The issues of one property, relative to it; undefined is absent. */
export function fieldIssues({ rule, optional }: DtoField, value: unknown): Issue[] {
  if (value !== undefined) return rule ? rule(value) : [];
  return optional || !rule ? [] : [{ type: 'missing', loc: [], msg: 'Field required' }];
}

const known = new WeakMap<object, readonly DtoField[]>();
const ruledAlone = new WeakMap<object, boolean>();

/** The properties of a DTO in the order of their declaration, a base class's first. */
export function fieldsOf(Dto: new () => object): readonly DtoField[] {
  const fields = known.get(Dto) ?? declaredFields(Dto);
  known.set(Dto, fields);
  return fields;
}

/** Whether all that is declared of a DTO are rules: then nothing needs class-validator, nor class-transformer. */
export function isRuledAlone(Dto: new () => object): boolean {
  const found = ruledAlone.get(Dto) ?? declaredOf(Dto).every(({ name }) => name === FIELD);
  ruledAlone.set(Dto, found);
  return found;
}

const declaredOf = (Dto: new () => object) => getMetadataStorage().getTargetValidationMetadatas(Dto, '', false, false);

function declaredFields(Dto: new () => object): readonly DtoField[] {
  const fields = new Map<string, DtoField>();
  for (const { name, propertyName, constraints } of declaredOf(Dto).toSorted(
    (a, b) => depth(a.target) - depth(b.target),
  )) {
    if (name === FIELD) fields.set(propertyName, constraints[0] as DtoField);
    else if (!fields.has(propertyName)) fields.set(propertyName, { name: propertyName });
  }
  return [...fields.values()];
}

/** How many classes a class is derived from. */
function depth(target: object | string | null): number {
  return typeof target === 'function' ? 1 + depth(Object.getPrototypeOf(target) as object | null) : 0;
}
