import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCastellanClient, type CastellanClientOptions } from '@castellan/client';

/** One answer: a status with headers, or what is done with the connection. */
export type Step = readonly [status: number, headers?: Record<string, string>] | ((response: ServerResponse) => void);

export const ORGANIZATION = 'acme';
export const POLICY = { name: 'On call', permissions: ['apps:read'] };

export const silent: Step = () => undefined;
export const OK: Step = [200];

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server that answers each request by the next step, and remembers what it was sent. */
export class SteppedServer {
  steps: Step[] = [];
  seen: Sent[] = [];
  baseUrl = '';
  readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () =>
      this.answer({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers }, response),
    );
  });

  async open(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    this.baseUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what was sent, and what was to be answered. */
  clear(): void {
    this.steps = [];
    this.seen = [];
  }

  close(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  }

  clientWith(options: Partial<CastellanClientOptions> = {}) {
    return createCastellanClient({ baseUrl: this.baseUrl, token: 'token', organization: ORGANIZATION, ...options });
  }

  private answer(sent: Sent, response: ServerResponse): void {
    this.seen.push(sent);
    const step = this.steps.shift() ?? OK;
    if (typeof step === 'function') return step(response);
    const [status, headers] = step;
    const failed = { error: 'CODE', message: 'It failed.', details: {}, timestamp: '', status_code: status };
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(status < 400 ? { policy_id: 'pol-1' } : failed));
  }
}
