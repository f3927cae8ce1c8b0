import { Public } from '@castellan/nest';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Metrics } from './metrics';

/** Metrics for Prometheus. */
@Controller('metrics')
@ApiTags('health')
@Public()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({ operationId: 'metrics', summary: 'Metrics in the Prometheus text format' })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
