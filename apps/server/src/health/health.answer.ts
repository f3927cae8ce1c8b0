import { ApiProperty, ApiSchema, type ApiPropertyOptions } from '@nestjs/swagger';

const INDICATORS: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string' } },
    additionalProperties: true,
  },
};

/** That the service is healthy, and what was asked to find out. */
@ApiSchema({ name: 'Health' })
export class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status!: string;

  @ApiProperty({ ...INDICATORS, description: 'The checks that pass', example: { database: { status: 'up' } } })
  info!: object;

  @ApiProperty({ ...INDICATORS, description: 'The checks that fail; empty in this answer', example: {} })
  error!: object;

  @ApiProperty({ ...INDICATORS, description: 'All checks', example: { database: { status: 'up' } } })
  details!: object;
}
