import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody, failureOfStatus, iamErrorBody } from '@castellan/nest/admin';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Answers what Fastify refuses before routing: a path that cannot be decoded, a parameter that is too long. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // No hook runs for such a request.
  void reply.headers({ 'X-Request-Id': request.id, 'Cache-Control': 'no-store' });
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') void reply.code(414).send(errorBody(failureOfStatus(414), request));
  else answerUnreadable(reply);
}

/** Answers a request that cannot be read. */
export const answerUnreadable = (reply: FastifyReply): FastifyReply =>
  reply.code(400).send(errorBody(failureOfStatus(400), reply.request));

const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Answers what Node's parser refuses before there is a request. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS[error.code ?? ''] ?? 400;
  const body = JSON.stringify(iamErrorBody(failureOfStatus(status)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
