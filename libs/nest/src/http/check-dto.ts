import { validateSync, ValidationError } from 'class-validator';
import { Issue, valueError } from '@castellan/core';
import { DtoField, fieldIssues, fieldsOf, withRules, isRuledAlone } from './field';
import { isRecord, within } from './rules';

/** A class whose properties are declared with `@Field`. */
export type DtoClass<T extends object = object> = new () => T;

/** How the issues of one property are found; a query has its own way. */
export type FieldCheck = (field: DtoField, value: unknown) => Issue[];

/**
 * The mistakes of a value that should fit a DTO, relative to it: fields in the order of their declaration, then extras as they were sent.
 * Never throws, and looks at own properties only, whatever their names.
 */
export function checkDto(Dto: DtoClass, value: unknown, check: FieldCheck = fieldIssues): Issue[] {
  if (!isRecord(value)) return [notAnObject(value)];
  const fields = fieldsOf(Dto);
  const known = pick(value, fields);
  const ruled = isRuledAlone(Dto);
  const failed = new Map((ruled ? [] : failures(Dto, known)).map((error) => [error.property, error]));
  const issues = fields.flatMap((field) => {
    const error = failed.get(field.name);
    // class-validator has already asked the rule; only a check of another kind can know more.
    const found = ruled || error || check !== fieldIssues ? check(field, known[field.name]) : [];
    return within(field.name, found.length === 0 && error ? [unruled(error, known[field.name])] : found);
  });
  const names = new Set(fields.map((field) => field.name));
  const extras = Object.keys(value).filter((key) => !names.has(key));
  return [
    ...issues.map((issue) => (issue.type === 'missing' && issue.loc.length === 1 ? { ...issue, input: value } : issue)),
    ...extras.map((key) => extra(key, value[key])),
  ];
}

/** The own properties of a value that a DTO declares and that were sent. */
export function pick(value: Record<string, unknown>, fields: readonly DtoField[]): Record<string, unknown> {
  const sent = fields.filter(({ name }) => Object.hasOwn(value, name) && value[name] !== undefined);
  return Object.fromEntries(sent.map(({ name }) => [name, value[name]]));
}

// Extras never come here: class-validator takes `hasOwnProperty` for a declared property, and class-transformer is quadratic in keys.
// The prototype without the constructor, so that a property's default value is not checked as if it had been sent.
function failures(Dto: DtoClass, known: Record<string, unknown>): ValidationError[] {
  const candidate = Object.assign(Object.create(Dto.prototype as object) as object, known);
  const strict = { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false, value: false } };
  // A DTO without fields is unknown to class-validator; it has nothing to check.
  return withRules(() => validateSync(candidate, { ...strict, forbidUnknownValues: false }));
}

/** A mistake that another decorator of class-validator found. */
const unruled = (error: ValidationError, value: unknown): Issue =>
  valueError([], Object.values(error.constraints ?? {})[0] ?? 'is not valid', value);

const notAnObject = (input: unknown): Issue => ({
  type: 'model_attributes_type',
  loc: [],
  msg: 'Input should be a valid dictionary or object to extract fields from',
  input,
});

const extra = (key: string, input: unknown): Issue => ({
  type: 'extra_forbidden',
  loc: [key],
  msg: 'Extra inputs are not permitted',
  input,
});
