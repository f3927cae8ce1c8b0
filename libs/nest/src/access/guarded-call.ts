/** The ways in which a handler of a Nest application can be called. */
export type Transport = 'http' | 'graphql' | 'ws' | 'rpc';

/** Named values of a call, as its transport gives them. */
export type Fields = Readonly<Record<string, unknown>>;

/* eslint-disable @typescript-eslint/no-explicit-any -- a host knows what it put there, as in the requests of Express and Fastify */
/**
 * One call of a handler, the same on every transport. `identify`, `organizationFrom` and loaders are given it; nothing else of
 * the guard knows about transports.
 */
export interface GuardedCall {
  readonly transport: Transport;
  /** Headers by their names in lower case: those of the HTTP request, or of a socket's handshake. Empty where there are none. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The path's parameters. */
  readonly params: Readonly<Record<string, any>>;
  readonly query: Readonly<Record<string, any>>;
  /** The body of an HTTP request. */
  readonly body: any;
  /** The arguments of a GraphQL field. */
  readonly args: Readonly<Record<string, any>>;
  /** The payload of a message. */
  readonly payload: any;
  /** The user that the host's authentication left: on the request, on the GraphQL context or on the socket. */
  readonly user: any;
  /** The HTTP request, also below GraphQL; null where there is none. */
  readonly request: any;
  /** The socket of a gateway; null elsewhere. */
  readonly client: any;
  /** The context of GraphQL or of a microservice; null elsewhere. */
  readonly context: any;
  /** What all fields of one GraphQL execution have in common, and no two executions; null elsewhere. */
  readonly execution: object | null;
  /**
   * What fields that are decided by one reading have in common; null elsewhere. The root fields of a mutation run one after the other:
   * each is decided anew, and so is what is below it.
   */
  readonly decision: object | null;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** What the guard left for the handler of a call. */
export interface Admitted<Caller, Access> {
  /** Null where everybody is let in and nobody was identified. */
  readonly caller: Caller | null;
  /** What the caller may do in the call's organisation; null outside one. */
  readonly access: Access | null;
  /** What a loader found. */
  readonly resource?: unknown;
}

/** The parameters of a path that name an organisation, as both APIs have them. */
export const ORGANIZATION_PARAMS = ['org_id', 'organizationId'] as const;

/** The organisation that a path names, as both APIs name it; null when it names none. */
export function organizationInPath(params: unknown): string | null {
  const { org_id: orgId, organizationId } = (params ?? {}) as Fields;
  const named = orgId ?? organizationId ?? null;
  if (named === null) return null;
  const isOne = typeof named === 'string' && (organizationId === undefined || organizationId === named);
  // Two, or a list: no organisation is meant, and none equals the empty text.
  return isOne ? named : '';
}
