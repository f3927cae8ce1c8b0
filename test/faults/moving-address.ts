import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Scratch } from './scratch';

/** An address on loopback that leads to one server, and later to another, as a name or a proxy does at a failover. */
export class MovingAddress {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly listening: Server,
    private target: URL,
  ) {
    listening.on('connection', (socket) => this.forward(socket));
  }

  /** @param target the address of a server, as a URL */
  static async open(scratch: Scratch, target: string): Promise<MovingAddress> {
    const listening = createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = new MovingAddress(listening, new URL(target));
    scratch.defer(() => address.close());
    return address;
  }

  /** The URL of what is behind it, by this address. */
  url(of: string): string {
    const url = new URL(of);
    url.host = `127.0.0.1:${(this.listening.address() as AddressInfo).port}`;
    return url.href;
  }

  /** From now on it leads there. Its connections end, as those of a server that is gone. */
  lead(target: string): void {
    this.target = new URL(target);
    this.endAll();
  }

  private forward(socket: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }

  private endAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private async close(): Promise<void> {
    this.endAll();
    this.listening.close();
    await once(this.listening, 'close');
  }
}
