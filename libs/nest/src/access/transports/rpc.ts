import type { ExecutionContext } from '@nestjs/common';
import type { GuardedCall } from '../guarded-call';
import { optionalPackage } from './optional-package';
import { fieldsOf, NOTHING, type AdmittedCall, type TransportAdapter } from './transport';

class RpcCall implements GuardedCall {
  readonly transport = 'rpc';
  readonly execution = null;
  readonly headers = NOTHING;
  readonly params = NOTHING;
  readonly query = NOTHING;
  readonly body = undefined;
  readonly args = NOTHING;
  readonly request = null;
  readonly client = null;

  constructor(
    readonly payload: unknown,
    readonly context: Readonly<Record<string, unknown>>,
  ) {}

  get user(): unknown {
    return this.context['user'];
  }
}

// Each message has a context of its own, which several handlers of one event share.
const left = new WeakMap<object, Map<unknown, AdmittedCall>>();
const contextOf = (context: ExecutionContext): object => context.switchToRpc().getContext<object>();

/** Messages and events of a microservice. */
export const rpc: TransportAdapter = {
  callOf(context) {
    const message = context.switchToRpc();
    return new RpcCall(message.getData(), fieldsOf(message.getContext()));
  },
  leave(context, admitted) {
    const handlers = left.get(contextOf(context)) ?? new Map<unknown, AdmittedCall>();
    left.set(contextOf(context), handlers.set(context.getHandler(), admitted));
  },
  admitted: (context) => left.get(contextOf(context))?.get(context.getHandler()),
  refusal(exception) {
    const { RpcException } = optionalPackage<typeof import('@nestjs/microservices')>('@nestjs/microservices');
    return new RpcException(exception.getResponse());
  },
};
