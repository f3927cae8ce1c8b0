import { validateSync, ValidationError } from 'class-validator';
import { Issue, valueError } from '@castellan/core';
import { DtoField, fieldIssues, shapeOf } from './field';
import { isRecord } from './rules';

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
  const { fields, names, isRuledAlone } = shapeOf(Dto);
  const others = isRuledAlone ? null : failures(Dto, pick(value, fields));
  const issues: Issue[] = [];
  for (const field of fields) {
    const { name } = field;
    const sent = Object.hasOwn(value, name) ? value[name] : undefined;
    for (const issue of issuesOfField(check(field, sent), others?.get(name), sent)) {
      const isMissing = issue.type === 'missing' && issue.loc.length === 0;
      issues.push({ ...issue, loc: [name, ...issue.loc], ...(isMissing && { input: value }) });
    }
  }
  for (const key of Object.keys(value)) if (!names.has(key)) issues.push(extra(key, value[key]));
  return issues;
}

/** What the rule found, or else another decorator of class-validator. */
const issuesOfField = (found: Issue[], other: ValidationError | undefined, value: unknown): Issue[] =>
  found.length === 0 && other !== undefined ? [unruled(other, value)] : found;

/** The own properties of a value that a DTO declares and that were sent. */
export function pick(value: Record<string, unknown>, fields: readonly DtoField[]): Record<string, unknown> {
  const sent = fields.filter(({ name }) => Object.hasOwn(value, name) && value[name] !== undefined);
  return Object.fromEntries(sent.map(({ name }) => [name, value[name]]));
}

// Extras never come here: class-validator takes `hasOwnProperty` for a declared property, and class-transformer is quadratic in keys.
// The prototype without the constructor, so that a property's default value is not checked as if it had been sent.
function failures(Dto: DtoClass, known: Record<string, unknown>): Map<string, ValidationError> {
  const candidate = Object.assign(Object.create(Dto.prototype as object) as object, known);
  const strict = { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false, value: false } };
  const found = validateSync(candidate, { ...strict, forbidUnknownValues: false });
  return new Map(found.map((error) => [error.property, error]));
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
