import { Agent, request } from 'node:http';

/** An answer, and how long it took from the request's start to the answer's last byte. */
export interface Timed {
  readonly ms: number;
  readonly body: Record<string, unknown>;
}

/** One caller of a server, on connections that stay open. */
export class Client {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    private readonly token: string | null,
    connections = 1,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws Error unless the answer is a 2xx */
  get(path: string): Promise<Timed> {
    return this.send('GET', path);
  }

  /** @throws Error unless the answer is a 2xx */
  post(path: string, body: object): Promise<Timed> {
    return this.send('POST', path, JSON.stringify(body));
  }

  /** Any request, whatever its answer. */
  async request(method: string, path: string, body?: unknown): Promise<{ status: number; ms: number; bytes: number }> {
    const start = performance.now();
    const { status, text } = await this.exchange(method, path, body === undefined ? undefined : JSON.stringify(body));
    return { status, ms: performance.now() - start, bytes: Buffer.byteLength(text) };
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, sent?: string): Promise<Timed> {
    const start = performance.now();
    const { status, text } = await this.exchange(method, path, sent);
    const ms = performance.now() - start;
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return { ms, body: JSON.parse(text) as Record<string, unknown> };
  }

  private exchange(method: string, path: string, sent?: string): Promise<{ status: number; text: string }> {
    const headers = {
      ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const exchange = request(this.url + path, { method, headers, agent: this.agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text })).on('error', reject);
      });
      exchange.on('error', reject).end(sent);
    });
  }
}
