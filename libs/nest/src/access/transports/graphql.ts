import { HttpStatus, IntrinsicException, type ExecutionContext } from '@nestjs/common';
import type { GuardedCall } from '../guarded-call';
import { fieldsOf, NOTHING, type AdmittedCall, type TransportAdapter } from './transport';

const CODES: Readonly<Record<number, string>> = {
  [HttpStatus.UNAUTHORIZED]: 'UNAUTHENTICATED',
  [HttpStatus.FORBIDDEN]: 'FORBIDDEN',
  [HttpStatus.NOT_FOUND]: 'NOT_FOUND',
  [HttpStatus.SERVICE_UNAVAILABLE]: 'SERVICE_UNAVAILABLE',
};

/**
 * A refusal as GraphQL servers answer it: they take the `extensions` of whatever a resolver throws. It is not an HttpException,
 * because Apollo's driver would write its own extensions over those of one.
 */
export class GraphqlRefusal extends IntrinsicException {
  constructor(
    message: string,
    readonly extensions: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = 'GraphqlRefusal';
  }
}

/** The HTTP request below GraphQL: Apollo's context has `req`, Mercurius' has `reply`, a subscription's has `extra`. */
function requestOf(context: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const found = context['req'] ?? context['request'] ?? fieldsOf(context['reply'])['request'];
  return fieldsOf(found ?? fieldsOf(context['extra'])['request']);
}

class GraphqlCall implements GuardedCall {
  readonly transport = 'graphql';
  readonly params = NOTHING;
  readonly query = NOTHING;
  readonly body = undefined;
  readonly payload = undefined;
  readonly client = null;
  readonly request: Readonly<Record<string, unknown>>;

  constructor(
    readonly args: GuardedCall['args'],
    readonly context: Readonly<Record<string, unknown>>,
    readonly execution: object | null,
    readonly decision: object | null,
  ) {
    this.request = requestOf(context);
  }

  get headers(): GuardedCall['headers'] {
    return fieldsOf(this.request['headers']) as GuardedCall['headers'];
  }

  get user(): unknown {
    return this.context['user'] ?? this.request['user'];
  }
}

// Each field that is resolved has an `info` of its own, also beside others of the same request.
const left = new WeakMap<object, AdmittedCall>();
const infoOf = (context: ExecutionContext): object => argumentsOf(context)[3] as object;

/** A reference to an entity has no arguments beside the reference itself. */
function argumentsOf(context: ExecutionContext): readonly unknown[] {
  const given = context.getArgs<unknown[]>();
  return given.length === 3 ? [given[0], ...given] : given;
}

const roots = new WeakMap<object, Map<unknown, object>>();

/** What the fields below one root field have in common; null for the root field itself. */
function belowRoot(execution: object, path: unknown): object | null {
  let { prev, key } = fieldsOf(path);
  if (prev === undefined) return null;
  while (prev !== undefined) ({ prev, key } = fieldsOf(prev));
  const known = roots.get(execution) ?? new Map<unknown, object>();
  const root = known.get(key) ?? {};
  roots.set(execution, known.set(key, root));
  return root;
}

/** Resolvers of queries, mutations, subscriptions and fields. */
export const graphql: TransportAdapter = {
  callOf(context) {
    const [, args, given, info] = argumentsOf(context);
    // Made anew by each execution, and so by each event of a subscription; a context may live as long as a socket.
    const { variableValues, path, operation } = fieldsOf(info);
    const execution = typeof variableValues === 'object' ? variableValues : null;
    const isMutation = fieldsOf(operation)['operation'] === 'mutation';
    const decision = execution === null || !isMutation ? execution : belowRoot(execution, path);
    return new GraphqlCall(fieldsOf(args), fieldsOf(given), execution, decision);
  },
  leave: (context, admitted) => void left.set(infoOf(context), admitted),
  admitted: (context) => left.get(infoOf(context)),
  refusal(exception) {
    const status = exception.getStatus();
    return new GraphqlRefusal(exception.message, {
      ...fieldsOf(exception.getResponse()),
      code: CODES[status] ?? 'INTERNAL_SERVER_ERROR',
    });
  },
};
