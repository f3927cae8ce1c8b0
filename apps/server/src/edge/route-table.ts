import { errorBody, failureOfStatus } from '@castellan/nest/admin';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import findMyWay from 'find-my-way';

/** Knows which methods each path has, and so answers a request that no route takes: 405 with `Allow`, or 404. */
export class RouteTable {
  private readonly paths = findMyWay({ maxParamLength: 1024 });
  private readonly methods = new Map<string, Set<string>>();

  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', (route) => {
      this.add(route.url, [route.method].flat());
      if (route.url.includes('*'))
        Object.assign(route, { errorHandler: answerForbiddenFile, preHandler: answerMissingFile });
    });
    // Later than the hooks that log and that set headers, and before a body is read.
    instance.addHook('preParsing', async (request, reply) => {
      if (request.is404 || hasEmpty(request.params)) return this.refuse(request, reply);
    });
  }

  private add(declared: string, methods: readonly string[]): void {
    // Two routes may name the parameter of one place differently; here only the place counts.
    const url = declared.replace(/:[^/]+/g, ':id');
    const known = this.methods.get(url) ?? new Set();
    if (known.size === 0 && !url.includes('*')) this.paths.on('GET', url, () => undefined, known);
    for (const method of methods) known.add(method);
    this.methods.set(url, known);
  }

  private refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const found = this.paths.find('GET', pathOf(request));
    if (found !== null && !hasEmpty(found.params)) {
      const allowed = found.store as Set<string>;
      void reply.header('Allow', [...allowed].sort().join(', '));
      return reply.code(405).send(errorBody(failureOfStatus(405), request));
    }
    return answerNoRoute(request, reply);
  }
}

function answerNoRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const details = { resource_type: 'route', resource_id: pathOf(request).slice(0, 256) };
  return reply.code(404).send(errorBody(failureOfStatus(404, details), request));
}

/** Files that may not be asked for, such as `..`, look like files that are not there. */
function answerForbiddenFile(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if ((error.statusCode ?? 500) >= 500) throw error;
  return answerNoRoute(request, reply);
}

/** A file server hands what it does not find to the framework, which answers without naming the path. */
function answerMissingFile(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.callNotFound = () => void answerNoRoute(request, reply);
  done();
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] as string;

/** Whether a place of the path is empty: Nest serves no such request either. */
const hasEmpty = (params: unknown): boolean => Object.values(params ?? {}).includes('');
