import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import type { Transport } from '../guarded-call';

// The packages of these transports may not be installed: their metadata keys stand here. The tests use the real packages.
const SSE = '__sse__';
const GATEWAY = 'websockets:is_gateway';
const MESSAGE_MAPPING = 'websockets:message_mapping';
const MESSAGE = 'message';
const PATTERN = 'microservices:pattern';
const RESOLVER_TYPE = 'graphql:resolver_type';
const RESOLVER_NAME = 'graphql:resolver_name';
const RESOLVER_PROPERTY = 'graphql:resolve_property';
const RESOLVE_REFERENCE = 'graphql:resolve_reference';

/** A way in which a method is called from outside. */
export interface HandlerKind {
  readonly transport: Transport;
  /** `GET`, `Query`, `Message`, `Pattern` and the like. */
  readonly verb: string;
  /** What it is called by, where that is not a path: a field, a message, a pattern. */
  readonly name: string | null;
  /** It answers with events, one after the other. */
  readonly isStream: boolean;
}

const read = (key: string, target: object): unknown => Reflect.getMetadata(key, target);

/** Whether a method resolves a field of an object: it is called below a query or a mutation. */
export const isFieldResolver = (method: object, type: object): boolean =>
  rootOf(type) === null && read(RESOLVER_PROPERTY, method) === true && read(RESOLVER_TYPE, method) === undefined;

const ROOTS: readonly unknown[] = ['Query', 'Mutation', 'Subscription'];

/** The root type that a resolver class is for: then each of its methods is called from outside. */
function rootOf(type: object): string | null {
  const named = [read(RESOLVER_TYPE, type), read(RESOLVER_NAME, type)].find((name) => ROOTS.includes(name));
  return (named as string | undefined) ?? null;
}

/** Whether a class is a gateway, whose methods sockets call. */
const isGateway = (type: object): boolean => read(GATEWAY, type) === true;

/** The ways in which a controller's method is called: over HTTP, by messages, or both. */
export function controllerKinds(method: object): HandlerKind[] {
  const http = read(METHOD_METADATA, method) as RequestMethod | undefined;
  const patterns = [read(PATTERN, method) ?? []].flat();
  return [
    ...(http === undefined
      ? []
      : [{ transport: 'http', verb: RequestMethod[http], name: null, isStream: read(SSE, method) === true } as const]),
    ...patterns.map(
      (pattern) => ({ transport: 'rpc', verb: 'Pattern', name: textOf(pattern), isStream: false }) as const,
    ),
  ];
}

/** The ways in which a provider's method is called: by GraphQL, or by a socket when the provider is a gateway. */
export function providerKinds(type: object, method: object, methodName: string): HandlerKind[] {
  if (isGateway(type) && read(MESSAGE_MAPPING, method) === true)
    return [{ transport: 'ws', verb: 'Message', name: textOf(read(MESSAGE, method)), isStream: false }];
  const resolver = read(RESOLVER_TYPE, method) ?? rootOf(type);
  const name = textOf(read(RESOLVER_NAME, method) ?? methodName);
  const isReference = read(RESOLVE_REFERENCE, method) === true;
  if (isFieldResolver(method, type) || isReference)
    return [{ transport: 'graphql', verb: isReference ? 'Reference' : 'Field', name, isStream: false }];
  if (typeof resolver !== 'string') return [];
  return [{ transport: 'graphql', verb: resolver, name, isStream: resolver === 'Subscription' }];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
