import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '@castellan/core';
import { Public } from '@castellan/nest';
import { Database } from '@castellan/nest/database';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthCheckResult, type HealthIndicatorResult } from '@nestjs/terminus';
import { HealthAnswer } from './health.answer';

/** How long the database may take to answer a probe, in milliseconds. */
const PATIENCE_MS = 2_000;

const HEALTHY = ApiOkResponse({ description: 'The service is healthy', type: HealthAnswer });
const UNHEALTHY = ApiServiceUnavailableResponse({ description: 'The service stops, or its database does not answer' });

/** Whether the process lives, and whether it can serve. */
@Controller('health')
@ApiTags('Health')
@Public()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: Database,
  ) {}

  @Get('live')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({
    operationId: 'live',
    summary: 'Check liveness',
    description: 'Answers 200 while the process runs. It does not ask the database.',
  })
  @HEALTHY
  @UNHEALTHY
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({
    operationId: 'ready',
    summary: 'Check readiness',
    description: 'Answers 200 when the service can serve requests: its database answers and is a primary.',
  })
  @HEALTHY
  @UNHEALTHY
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.primaryAnswers()]);
  }

  private async primaryAnswers(): Promise<HealthIndicatorResult> {
    const answers = this.database.assertPrimary().then(() => true);
    const inTime = await Promise.race([answers, sleep(PATIENCE_MS, false, { ref: false })]).catch((error: unknown) => {
      throw unavailable('database', error);
    });
    if (!inTime) throw unavailable('database', new Error(`The database took more than ${PATIENCE_MS} ms to answer`));
    return { database: { status: 'up' } };
  }
}
