import type { ExecutionContext, HttpException } from '@nestjs/common';
import { CastellanException } from '../../errors/castellan.exception';
import type { GuardedRequest } from '../guard/guarded-request';
import type { GuardedCall } from '../guarded-call';
import { fieldsOf, NOTHING, type AdmittedCall, type TransportAdapter } from './transport';

interface Reply {
  header(name: string, value: string): unknown;
}

/** A request of Express or of Fastify. */
class HttpCall implements GuardedCall {
  readonly transport = 'http';
  readonly execution = null;
  readonly decision = null;
  readonly args = NOTHING;
  readonly payload = undefined;
  readonly client = null;
  readonly context = null;

  constructor(readonly request: GuardedRequest & { readonly user?: unknown }) {}

  get headers(): GuardedCall['headers'] {
    // Node joins what is sent twice: only answers have lists.
    return this.request.headers as GuardedCall['headers'];
  }

  get params(): GuardedCall['params'] {
    return fieldsOf(this.request.params);
  }

  get query(): GuardedCall['query'] {
    return fieldsOf(this.request.query);
  }

  get body(): unknown {
    return this.request.body;
  }

  get user(): unknown {
    return this.request.user;
  }
}

const requestOf = (context: ExecutionContext): GuardedRequest => context.switchToHttp().getRequest<GuardedRequest>();

/** HTTP routes. What the guard found stands on the request, where a host's middleware and interceptors find it too. */
export const http: TransportAdapter = {
  callOf: (context) => new HttpCall(requestOf(context)),
  leave(context, { caller, access, resource }: AdmittedCall) {
    const request = requestOf(context);
    if (caller !== null) request.castellanCaller = caller;
    if (access !== null) {
      request.access = access;
      replyOf(context).header('Castellan-Revision', access.revisionText);
    }
    request.castellanResource = resource;
  },
  admitted(context) {
    const { castellanCaller: caller = null, access = null, castellanResource: resource } = requestOf(context);
    return caller === null && access === null ? undefined : { caller, access, resource };
  },
  refusal: (exception) => exception,
};

/** Sets the headers of a refusal: a host's own filter does not know them. */
export function setRefusalHeaders(context: ExecutionContext, exception: HttpException, revision: string | null): void {
  if (revision !== null) replyOf(context).header('Castellan-Revision', revision);
  if (!(exception instanceof CastellanException)) return;
  for (const [name, value] of Object.entries(exception.headers)) replyOf(context).header(name, value);
}

const replyOf = (context: ExecutionContext): Reply => context.switchToHttp().getResponse<Reply>();
