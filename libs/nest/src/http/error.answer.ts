import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

/** The envelope of every error but a 422. */
@ApiSchema({ name: 'Error' })
export class ErrorAnswer {
  @ApiProperty({ type: String, example: 'FORBIDDEN' })
  error!: string;

  @ApiProperty({ type: String })
  message!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  details!: Record<string, unknown>;

  @ApiProperty({ type: String, format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ type: 'integer', example: 403 })
  status_code!: number;
}

/** One mistake of a request. */
@ApiSchema({ name: 'ValidationError' })
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

  @ApiPropertyOptional({ anyOf: [{}], description: 'What was sent, of any type, cut to 256 characters' })
  input?: unknown;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  ctx?: Record<string, unknown>;
}

/** All mistakes of a request. */
@ApiSchema({ name: 'HTTPValidationError' })
export class HttpValidationErrorAnswer {
  @ApiProperty({ type: [ValidationErrorAnswer] })
  detail!: ValidationErrorAnswer[];
}
