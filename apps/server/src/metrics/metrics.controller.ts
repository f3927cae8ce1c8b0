import { Public } from '@castellan/nest';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Metrics } from './metrics';

/** Metrics for Prometheus. */
@Controller('metrics')
@ApiTags('Health')
@Public()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    operationId: 'metrics',
    summary: 'Get metrics',
    description: 'Returns metrics in the Prometheus text format.',
  })
  @ApiOkResponse({ description: 'Success', content: { 'text/plain': { schema: { type: 'string' } } } })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
