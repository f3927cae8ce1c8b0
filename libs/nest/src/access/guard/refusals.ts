import type { CastellanError } from '@castellan/core';
import { Injectable, Logger, type ExecutionContext } from '@nestjs/common';
import { logRefusal, type Asker, type RefusedRequest } from '../../errors/error-log';
import { CastellanOptions } from '../castellan.options';
import { organizationInPath } from '../guarded-call';
import { NOBODY } from '../identity';
import type { Knock } from './admission';
import { GuardBinding, guardName, isOurs } from './guard-binding';

/** A call that was refused, or would have been. */
export interface RefusedCall {
  readonly context: ExecutionContext;
  readonly knock: Knock;
}

/** The most kinds of refusals that are explained, and handlers in shadow that are counted. */
const MOST_KINDS = 200;

/** Writes down what the guard refuses: a line for each refusal, and where it is developed, a block for the first of each kind. */
@Injectable()
export class Refusals {
  private readonly log = new Logger('Castellan');
  private readonly explained = new Set<string>();
  private readonly denials = new Map<string, number>();

  constructor(
    private readonly binding: GuardBinding,
    private readonly options: CastellanOptions,
  ) {}

  /** How often each handler in shadow would have refused a call, by `Controller.handler`. */
  get wouldDeny(): ReadonlyMap<string, number> {
    return this.denials;
  }

  /** A refusal that is answered. */
  note(error: CastellanError, status: number, { context, knock }: RefusedCall): void {
    if (status === 401 && error.details['reason'] === NOBODY) this.explainNobody(context);
    if (status === 403 && this.options.explainRefusals) this.explain(error, context, knock);
    logRefusal(error, status, requestOf(knock, context), askerOf(knock));
  }

  /** A refusal that is only tried. */
  noteShadow(error: CastellanError, { context, knock }: RefusedCall): void {
    const handler = handlerName(context);
    if (this.denials.has(handler) || this.denials.size < MOST_KINDS)
      this.denials.set(handler, (this.denials.get(handler) ?? 0) + 1);
    const { userId: user, orgId: org } = knock.seen;
    const { required_permission: permission = null, reason = error.kind } = error.details;
    this.log.warn({ msg: 'would_deny', user, org, handler, permission, reason });
  }

  private explainNobody(context: ExecutionContext): void {
    if (!this.isFirst(`nobody ${handlerName(context)}`)) return;
    const transport = context.getType();
    const guards = this.binding.guardsBefore({
      transport,
      controller: context.getClass(),
      handler: context.getHandler(),
    });
    const before = guards.slice(0, Math.max(0, guards.findIndex(isOurs))).map(guardName);
    this.log.warn(
      `${handlerName(context)} was answered 401: identify saw no user. Guards that ran before: ${before.join(', ') || 'none'}`,
    );
  }

  private explain(error: CastellanError, context: ExecutionContext, { seen, call }: Knock): void {
    const {
      required_permission: permission = 'to be signed in',
      reason = error.message,
      hint = '',
      ...more
    } = error.details;
    if (!this.isFirst(`${handlerName(context)} ${String(permission)} ${String(reason)}`)) return;
    const lines = [
      `Who:  ${text(seen.userId)} in ${text(seen.orgId)}`,
      `What: ${handlerName(context)} (${call.transport}) requires ${text(permission)}`,
      `Why:  ${text(reason)}${Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`}`,
      `What would allow it: ${text(hint)}`,
    ];
    this.log.warn(`The first 403 of its kind:\n  ${lines.join('\n  ')}`);
  }

  private isFirst(kind: string): boolean {
    if (this.explained.has(kind) || this.explained.size >= MOST_KINDS) return false;
    this.explained.add(kind);
    return true;
  }
}

const handlerName = (context: ExecutionContext): string => `${context.getClass().name}.${context.getHandler().name}`;

// What comes with a call must not look like lines of the log.
const text = (value: unknown): string =>
  typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : (JSON.stringify(value) ?? 'nobody');

/** The path says which organisation is meant, also where nobody was identified. */
const askerOf = ({ seen, call }: Knock): Asker => ({
  userId: seen.userId,
  orgId: seen.orgId ?? organizationInPath(call.params),
});

/** What the line names as the request: a handler where there is no request. */
const requestOf = ({ call }: Knock, context: ExecutionContext): RefusedRequest =>
  call.transport === 'http' ? (call.request as RefusedRequest) : { method: call.transport, url: handlerName(context) };
