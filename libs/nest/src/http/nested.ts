import { checkDto, DtoClass } from './check-dto';
import { converting, Rule } from './rules';
import { toDto } from './to-dto';

/** An object that fits another DTO, to which it is converted. */
export const nested = (Dto: DtoClass): Rule =>
  converting(
    (value) => checkDto(Dto, value),
    (value) => toDto(Dto, value as Record<string, unknown>),
  );
