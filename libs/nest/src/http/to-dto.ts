import { plainToInstance } from 'class-transformer';
import { DtoClass, pick } from './check-dto';
import { fieldsOf, finish } from './field';

/**
 * The DTO of a value that checkDto found no mistake in, its fields converted by their rules. What was not sent is no property of it,
 * unless the class gives a default value.
 */
export function toDto<T extends object>(Dto: DtoClass<T>, value: Record<string, unknown>): T {
  // Invariant: only checked values come here. class-transformer recurses without bound and calls what a `constructor` key names.
  const dto = plainToInstance(Dto, pick(value, fieldsOf(Dto)));
  for (const key of Object.keys(dto) as Array<keyof T>) if (dto[key] === undefined) delete dto[key];
  finish(dto);
  return dto;
}
