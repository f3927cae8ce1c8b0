import type { ExecutionContext } from '@nestjs/common';
import type { GuardedCall } from '../guarded-call';
import { optionalPackage, fieldsOf, NOTHING, type AdmittedCall, type TransportAdapter } from './transport';

class RpcCall implements GuardedCall {
  readonly transport = 'rpc';
  readonly execution = null;
  readonly decision = null;
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

/** A transport of the host's own may give no context: then the payload stands for the message, where that is an object. */
function messageOf(context: ExecutionContext): object | null {
  const rpc = context.switchToRpc();
  const found = [rpc.getContext<unknown>(), rpc.getData<unknown>()].find(
    (one) => typeof one === 'object' && one !== null,
  );
  return found ?? null;
}

/** Messages and events of a microservice. */
export const rpc: TransportAdapter = {
  callOf(context) {
    const message = context.switchToRpc();
    return new RpcCall(message.getData(), fieldsOf(message.getContext()));
  },
  leave(context, admitted) {
    const message = messageOf(context);
    if (message === null) return;
    const handlers = left.get(message) ?? new Map<unknown, AdmittedCall>();
    left.set(message, handlers.set(context.getHandler(), admitted));
  },
  admitted(context) {
    const message = messageOf(context);
    return message === null ? undefined : left.get(message)?.get(context.getHandler());
  },
  refusal(exception) {
    const { RpcException } = optionalPackage<typeof import('@nestjs/microservices')>('@nestjs/microservices');
    return new RpcException(exception.getResponse());
  },
};
