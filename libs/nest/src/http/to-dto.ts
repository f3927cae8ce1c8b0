import { plainToInstance } from 'class-transformer';
import { DtoClass, pick, checkDto } from './check-dto';
import { fieldsOf, finish, isRuledAlone } from './field';
import { converted } from './rules';
import { converting, Rule } from './rules/index';

/**
 * The DTO of a value that checkDto found no mistake in, its fields converted by their rules. What was not sent is no property of it,
 * unless the class gives a default value.
 */
export function toDto<T extends object>(Dto: DtoClass<T>, value: Record<string, unknown>): T {
  // Invariant: only checked values come here. class-transformer recurses without bound and calls what a `constructor` key names.
  const sent = pick(value, fieldsOf(Dto));
  const dto = isRuledAlone(Dto) ? Object.assign(new Dto(), convertedFields(Dto, sent)) : plainToInstance(Dto, sent);
  for (const key of Object.keys(dto) as Array<keyof T>) if (dto[key] === undefined) delete dto[key];
  finish(dto);
  return dto;
}

function convertedFields(Dto: DtoClass, sent: Record<string, unknown>): Record<string, unknown> {
  const rules = new Map(fieldsOf(Dto).map(({ name, rule }) => [name, rule]));
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const rule = rules.get(name);
      return [name, rule === undefined ? value : converted(rule, value)];
    }),
  );
}

/** An object that fits another DTO, to which it is converted. */
export const nested = (Dto: DtoClass): Rule =>
  converting(
    (value) => checkDto(Dto, value),
    (value) => toDto(Dto, value as Record<string, unknown>),
  );
