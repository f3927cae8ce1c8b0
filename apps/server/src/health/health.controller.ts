import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '@castellan/core';
import { Public } from '@castellan/nest';
import { Database } from '@castellan/nest/database';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthCheckResult, type HealthIndicatorResult } from '@nestjs/terminus';

/** How long the database may take to answer a probe, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Whether the process lives, and whether it can serve. */
@Controller('health')
@ApiTags('health')
@Public()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: Database,
  ) {}

  @Get('live')
  @HealthCheck()
  @ApiOperation({ operationId: 'live', summary: 'The process answers' })
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({ operationId: 'ready', summary: 'The database answers too, and is a primary' })
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
