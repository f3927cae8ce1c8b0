import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { CastellanSchema } from './castellan-schema';

const ANY: ApiPropertyOptions = {
  oneOf: [
    ...(['string', 'number', 'boolean'] as const).map((type) => ({ type })),
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
  ],
  nullable: true,
};

/** The envelope of every error but a 422. */
@CastellanSchema('Error')
export class ErrorAnswer {
  @ApiProperty({ type: String, description: 'The code of the error, for programs' })
  error!: string;

  @ApiProperty({ type: String, description: 'What went wrong, for people' })
  message!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Why, for programs' })
  details!: Record<string, unknown>;

  @ApiProperty({ type: String, format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ type: 'integer', description: 'The status of the answer' })
  status_code!: number;
}

/** One problem of a request. */
@CastellanSchema('ValidationError')
export class ValidationErrorAnswer {
  @ApiProperty({ type: String, example: 'missing' })
  type!: string;

  @ApiProperty({
    type: 'array',
    items: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    example: ['body', 'name'],
  })
  loc!: Array<string | number>;

  @ApiProperty({ type: String, example: 'Field required' })
  msg!: string;

  @ApiPropertyOptional({ ...ANY, description: 'What was sent, truncated to 256 characters' })
  input?: unknown;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  ctx?: Record<string, unknown>;
}

/** Every problem of a request. */
@CastellanSchema('HTTPValidationError')
export class HttpValidationErrorAnswer {
  @ApiProperty({ type: [ValidationErrorAnswer] })
  detail!: ValidationErrorAnswer[];
}
