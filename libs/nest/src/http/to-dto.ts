import { plainToInstance } from 'class-transformer';
import { DtoClass, pick, checkDto } from './check-dto';
import { finish, shapeOf, type DtoField } from './field';
import { converted, converting, described, type Rule } from './rules';

/**
 * The DTO of a value that checkDto found no mistake in, its fields converted by their rules. What was not sent is no property of it,
 * unless the class gives a default value.
 */
export function toDto<T extends object>(Dto: DtoClass<T>, value: Record<string, unknown>): T {
  // Invariant: only checked values come here. class-transformer recurses without bound and calls what a `constructor` key names.
  const { fields, isRuledAlone } = shapeOf(Dto);
  const sent = pick(value, fields);
  const dto = isRuledAlone ? Object.assign(new Dto(), convertedFields(fields, sent)) : plainToInstance(Dto, sent);
  for (const key of Object.keys(dto) as Array<keyof T>) if (dto[key] === undefined) delete dto[key];
  finish(dto);
  return dto;
}

function convertedFields(fields: readonly DtoField[], sent: Record<string, unknown>): Record<string, unknown> {
  const known = fields.filter(({ name }) => Object.hasOwn(sent, name));
  return Object.fromEntries(
    known.map(({ name, rule }) => [name, rule === undefined ? sent[name] : converted(rule, sent[name])]),
  );
}

/** An object that fits another DTO, to which it is converted. */
export const nested = (Dto: DtoClass): Rule =>
  converting(
    described({ type: () => Dto }, (value) => checkDto(Dto, value)),
    (value) => toDto(Dto, value as Record<string, unknown>),
  );
