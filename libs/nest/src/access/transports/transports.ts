import type { ExecutionContext } from '@nestjs/common';
import type { Transport } from '../guarded-call';
import { graphql } from './graphql';
import { http } from './http';
import { rpc } from './rpc';
import type { AdmittedCall, TransportAdapter } from './transport';
import { ws } from './ws';

const TRANSPORTS: Readonly<Record<Transport, TransportAdapter>> = { http, graphql, ws, rpc };

/** The adapter of a context's transport; null for one that Castellan does not know. */
export function transportOf(context: ExecutionContext): TransportAdapter | null {
  const type = context.getType<string>();
  if (type === 'http') return http;
  return Object.hasOwn(TRANSPORTS, type) ? TRANSPORTS[type as Transport] : null;
}

/** What the guard left for the handler of a call; undefined when it was not asked. */
export const admittedIn = (context: ExecutionContext): AdmittedCall | undefined =>
  transportOf(context)?.admitted(context);
