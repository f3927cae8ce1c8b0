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

  @ApiProperty({ ...INDICATORS, description: 'What works', example: { database: { status: 'up' } } })
  info!: object;

  @ApiProperty({ ...INDICATORS, description: 'What does not work: nothing in this answer', example: {} })
  error!: object;

  @ApiProperty({ ...INDICATORS, description: 'Everything that was asked', example: { database: { status: 'up' } } })
  details!: object;
}
