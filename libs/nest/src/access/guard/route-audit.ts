import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { adoptionReport, assertAdopting } from './adopting';
import { onStart } from './application-start';
import { AuditContext } from './audit-context';
import { HandlerProblems } from './handler-problems';
import { GuardBinding, guardName, isOurs } from './guard-binding';
import { Handlers, nameOf, type Handler } from './handlers';
import type { Requirement } from './requirement';

/** An HTTP route and what it demands; null when it declares nothing. `path` is as `Handler` has it. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly controller: Handler['controller'];
  readonly handlerName: string;
  readonly requirement: Requirement | null;
}

/** A guard whose name says that it finds out who asks. */
const AUTHENTICATES = /auth(?!or)|jwt|passport|session/i;

/** Refuses to start when a handler could be called past what is declared: all of them are named at once. */
@Injectable()
export class RouteAudit implements OnApplicationBootstrap {
  private readonly log = new Logger('Castellan');
  private audited = false;

  constructor(
    private readonly handlers: Handlers,
    private readonly problems: HandlerProblems,
    private readonly binding: GuardBinding,
    private readonly context: AuditContext,
  ) {
    onStart(context.adapters, {
      connected: () => this.audited && this.assertSafe(),
      beforeMessages: () => this.assertMessagesSafe(),
      beforeInit: () => this.assertSafe(),
    });
  }

  onApplicationBootstrap(): void {
    this.assertSafe();
  }

  /** Holds every handler against what it declares, once. @throws Error that names each handler, and the line to add */
  assertSafe(): void {
    const classes = this.handlers.classes();
    const { adopting } = this.context.options;
    if (adopting !== null) assertAdopting(adopting);
    const problems = [...new Set(this.problems.findProblems(classes))];
    if (problems.length > 0) throw new Error(`These handlers are not safe to serve:\n- ${problems.join('\n- ')}`);
    if (this.audited) return;
    this.audited = true;
    const handlers = classes.flatMap((one) => one.handlers);
    for (const line of adoptionReport(handlers, this.context)) this.log.warn(line);
    this.warnOfOrder(handlers);
    this.warnOfLists(handlers);
  }

  // What the rest of the application still lacks may be bound before it serves.
  private assertMessagesSafe(): void {
    if (this.problems.findProblemsOfMessages(this.handlers.classes()).length > 0) this.assertSafe();
  }

  /** Every HTTP route of the application. */
  routes(): DeclaredRoute[] {
    return this.handlers.all().flatMap(({ transport, path, verb: method, controller, handlerName, handler }) => {
      if (transport !== 'http' || path === null) return [];
      const demand = this.context.requirements.findDemand(handler, controller);
      return [{ method, path, controller, handlerName, requirement: demand === 'open' ? null : demand }];
    });
  }

  /** A list in a container shows each thing by its own: a deny on one of them is nothing that `in` asks about. */
  private warnOfLists(handlers: readonly Handler[]): void {
    for (const handler of handlers) {
      const demand = this.context.requirements.findDemand(handler.handler, handler.controller);
      if (handler.verb !== 'GET' || demand === null || demand === 'open' || demand.kind !== 'permission') continue;
      if (!demand.rules.some(({ on }) => on.kind === 'container')) continue;
      this.log.warn(
        `${nameOf(handler)} asks in a container, which is for making something there: a list is \`list: true\` with whereAllowed, ` +
          'since a deny on one thing in the container does not count here',
      );
    }
  }

  /** A guard that finds out who asks must stand before the one that asks what they may do. */
  private warnOfOrder(handlers: readonly Handler[]): void {
    const late = new Set<string>();
    for (const handler of handlers) {
      const guards = this.binding.guardsBefore(handler);
      const ours = guards.findIndex(isOurs);
      const after = ours < 0 ? [] : guards.slice(ours + 1).map(guardName);
      for (const name of after) if (AUTHENTICATES.test(name)) late.add(name);
    }
    for (const name of late) {
      this.log.warn(
        `${name} runs after CastellanGuard, so identify does not see the user that it finds: bind it before, ` +
          'or bind both at the controller: @UseGuards(YourAuthGuard, CastellanGuard)',
      );
    }
  }
}
