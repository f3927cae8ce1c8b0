import type { ExecutionContext } from '@nestjs/common';
import type { GuardedCall } from '../guarded-call';
import { optionalPackage, fieldsOf, NOTHING, type AdmittedCall, type TransportAdapter } from './transport';

let calls = 0;

class WsCall implements GuardedCall {
  /** Of its arrival: what waits longer is let in later. */
  readonly order = calls++;
  readonly transport = 'ws';
  readonly execution = null;
  readonly decision = null;
  readonly params = NOTHING;
  readonly query = NOTHING;
  readonly body = undefined;
  readonly args = NOTHING;
  readonly request = null;
  readonly context = null;

  constructor(
    readonly client: Readonly<Record<string, unknown>>,
    readonly payload: unknown,
  ) {}

  get headers(): GuardedCall['headers'] {
    return fieldsOf(fieldsOf(this.client['handshake'])['headers']) as GuardedCall['headers'];
  }

  get user(): unknown {
    return this.client['user'] ?? fieldsOf(this.client['data'])['user'];
  }
}

/** What was left for a message whose payload is no object, and so has no identity. */
interface Left {
  readonly handler: unknown;
  readonly payload: unknown;
  readonly order: number;
  readonly admitted: AdmittedCall;
}

/** The most messages of one socket, without an object as payload, that are under way at a time. */
const MOST_UNDER_WAY = 64;

// Several handlers may be given one message.
const byPayload = new WeakMap<object, Map<unknown, AdmittedCall>>();
const byClient = new WeakMap<object, Left[]>();

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Messages to gateways. A socket sends several at a time, so that nothing is left on the socket itself. */
export const ws: TransportAdapter = {
  callOf(context) {
    const [client, payload] = context.getArgs<[unknown, unknown]>();
    return new WsCall(fieldsOf(client), payload);
  },
  leave(context, admitted, call) {
    const { order, payload } = call as WsCall;
    if (isObject(payload)) {
      const handlers = byPayload.get(payload) ?? new Map<unknown, AdmittedCall>();
      byPayload.set(payload, handlers.set(context.getHandler(), admitted));
      return;
    }
    const [client] = context.getArgs<[object]>();
    // Two messages with the same handler and payload ask the same, so that one answer serves both: the one of the message that
    // came last, because the socket may have been signed in as somebody else between them.
    const known = byClient.get(client) ?? [];
    const same = known.find((one) => isOf(one, context, payload));
    if (same !== undefined && same.order > order) return;
    const rest = known.filter((one) => one !== same).slice(0, MOST_UNDER_WAY - 1);
    byClient.set(client, [{ handler: context.getHandler(), payload, order, admitted }, ...rest]);
  },
  admitted(context) {
    const [client, payload] = context.getArgs<[object, unknown]>();
    if (isObject(payload)) return byPayload.get(payload)?.get(context.getHandler());
    return byClient.get(client)?.find((one) => isOf(one, context, payload))?.admitted;
  },
  refusal(exception) {
    const { WsException } = optionalPackage<typeof import('@nestjs/websockets')>('@nestjs/websockets');
    return new WsException(exception.getResponse());
  },
};

const isOf = ({ handler, payload }: Left, context: ExecutionContext, asked: unknown): boolean =>
  handler === context.getHandler() && Object.is(payload, asked);
