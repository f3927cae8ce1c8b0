import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { BATCH_LIMIT } from '@castellan/nest/admin';
import type { Config } from '../config';
import { answerClientError, answerFrameworkError, answerUnreadable } from './early-errors';
import { RouteTable } from './route-table';

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** A request id: the caller's `X-Request-Id` when it is printable and short, else a new UUID. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomUUID();
}

/** Fastify as Castellan needs it: bodies kept as bytes, long ids in paths, our own form for whatever is answered before Nest. */
export function createAdapter({ trustProxy }: Pick<Config, 'trustProxy'>): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BATCH_LIMIT,
    trustProxy: (typeof trustProxy === 'object' ? [...trustProxy] : trustProxy) ?? false,
    genReqId: requestId,
    requestIdHeader: false,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    // Node exchanges the two when headersTimeout (60 s of itself) is the longer one, and looks every 30 s of itself.
    http: { requireHostHeader: false, headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
  });
  const instance: FastifyInstance = adapter.getInstance();
  forbidStoring(instance);
  answerWhatNodeWould(instance);
  keepBodiesAsBytes(instance);
  addSecurityHeaders(instance);
  new RouteTable(instance);
  instance.addHook('onSend', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
  });
  return adapter;
}

const API_PATH = /^\/(v1|organizations)(?=[/?]|$)/;

/** An answer of the API depends on the caller and on this moment: no cache may keep it, whoever writes it (RFC 9111, §5.2.2.5). */
function forbidStoring(instance: FastifyInstance): void {
  instance.addHook('onRequest', async ({ url }, reply) => {
    if (API_PATH.test(url)) void reply.header('Cache-Control', 'no-store');
  });
}

/** Swagger UI styles its page inline; nothing is loaded from elsewhere, and plain HTTP stays plain on a local network. */
const SWAGGER_UI = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

// Not by @fastify/helmet, which makes the headers anew for each request.
function addSecurityHeaders(instance: FastifyInstance): void {
  const protect = helmet({ contentSecurityPolicy: { directives: SWAGGER_UI } });
  instance.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, () => done()));
}

/** Node answers these on its own, without a body: HTTP/1.1 without a host, CONNECT, and an expectation other than 100-continue. */
function answerWhatNodeWould(instance: FastifyInstance): void {
  instance.addHook('onRequest', async ({ raw }, reply) => {
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) return answerUnreadable(reply);
  });
  instance.server.on('connect', (_request, socket: Socket) => answerClientError(new Error('CONNECT'), socket));
  // RFC 9110, §10.1.1: a server may leave an expectation unmet.
  instance.server.on('checkExpectation', (request, response) => instance.server.emit('request', request, response));
}

/** The guard comes before the body: nothing is parsed, and no content type is refused, until it has let the request in. */
function keepBodiesAsBytes(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  instance.addHook('onRequest', async ({ raw }: { raw: IncomingMessage & { sentContentType?: string } }) => {
    raw.sentContentType = raw.headers['content-type'] ?? '';
    raw.headers['content-type'] = 'application/octet-stream';
  });
}
