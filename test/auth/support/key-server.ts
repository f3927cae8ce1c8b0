import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestKey } from './tokens';

/** A provider of keys on loopback that counts how often it is asked. */
export class KeyServer {
  hits = 0;
  keys: ReadonlyArray<Record<string, unknown>>;
  /** When set, answers in place of the key set. */
  respond: RequestListener | undefined;
  private port = 0;
  private server: Server | undefined;

  constructor(...keys: TestKey[]) {
    this.keys = keys.map((key) => key.jwk);
  }

  get uri(): string {
    return `http://127.0.0.1:${this.port}/jwks`;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      this.hits += 1;
      if (this.respond) return this.respond(request, response);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.keys }));
    });
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }
}
