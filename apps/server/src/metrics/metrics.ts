import { CommittedChanges } from '@castellan/nest/database';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What the service measures of itself. Labels are routes, methods and statuses: never an organisation. */
@Injectable()
export class Metrics implements OnModuleInit {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests in seconds',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly changes = new Counter({
    name: 'castellan_changes_total',
    help: 'Changes that this process committed, in all organisations',
    registers: [this.registry],
  });
  private readonly entries = new Counter({
    name: 'castellan_audit_entries_total',
    help: 'Audit entries that this process wrote, in all organisations',
    registers: [this.registry],
  });

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly committed: CommittedChanges,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  onModuleInit(): void {
    const instance = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    instance.addHook('onResponse', async (request, reply) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      this.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    });
    this.committed.subscribe(({ entries }) => {
      this.changes.inc();
      this.entries.inc(entries);
    });
  }
}
