import { escapeIdentifier, type Client } from 'pg';
import type { Session } from './session';

type Listener = (payload: string) => void;

/** LISTEN on the one session, shared by any number of listeners a channel. */
export class Notifications {
  private readonly channels = new Map<string, Set<Listener>>();

  constructor(
    client: Client,
    private readonly session: Session,
    private readonly log: (message: string, error?: unknown) => void,
  ) {
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
  }

  /** Calls the listener with the payload of each notification on this channel, until the returned function is called. */
  async listen(channel: string, on: Listener): Promise<() => Promise<void>> {
    // A set holds a function once: wrap it, so that the same one may listen twice.
    const listener: Listener = (payload) => on(payload);
    const listeners = this.channels.get(channel) ?? new Set();
    this.channels.set(channel, listeners.add(listener));
    try {
      await this.session.run((lease) => lease.query(`LISTEN ${escapeIdentifier(channel)}`));
    } catch (error) {
      listeners.delete(listener);
      throw error;
    }
    return async () => {
      listeners.delete(listener);
      if (listeners.size === 0) await this.unlisten(channel, listeners);
    };
  }

  private async unlisten(channel: string, listeners: Set<Listener>): Promise<void> {
    const work = this.session.run(async (lease) => {
      // Asked again when it is our turn: someone may have come to listen meanwhile.
      if (listeners.size === 0) await lease.query(`UNLISTEN ${escapeIdentifier(channel)}`);
    });
    // Without listeners the notifications go nowhere, so that a closed database is as good as UNLISTEN.
    await work.catch(() => undefined);
  }

  private deliver(channel: string, payload: string): void {
    for (const listener of this.channels.get(channel) ?? []) {
      // What is thrown here would end the session: PGlite takes it for a broken connection.
      try {
        listener(payload);
      } catch (error) {
        this.log(`A listener on channel ${channel} failed.`, error);
      }
    }
  }
}
