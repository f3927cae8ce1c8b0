import { setTimeout as delay } from 'node:timers/promises';
import { Client } from './client';
import { ADMIN, ORG, tokenOf } from './servers';

/** How long a calm round lasts, in milliseconds. */
const CALM_MS = 3_000;
/** The pause between two questions of the neighbour. */
const PAUSE_MS = 2;

/** A member of a small organisation who asks all the time how the service answers it. */
export class Neighbour {
  private readonly client: Client;

  constructor(url: string) {
    this.client = new Client(url, tokenOf(ADMIN));
  }

  /** The slowest answer while nobody else asks, in milliseconds. */
  calm(): Promise<number> {
    return this.slowestDuring(delay(CALM_MS));
  }

  /** The slowest answer while `work` runs, in milliseconds. @throws what `work` throws */
  async slowestDuring(work: Promise<unknown>): Promise<number> {
    let over = false;
    const ended = work.finally(() => (over = true));
    let slowest = 0;
    while (!over) {
      slowest = Math.max(slowest, (await this.ask()).ms);
      await Promise.race([delay(PAUSE_MS), ended.catch(() => undefined)]);
    }
    await ended;
    return slowest;
  }

  close(): void {
    this.client.close();
  }

  private ask(): Promise<{ readonly ms: number }> {
    return this.client.post(`/v1/orgs/${ORG}/iam/check`, { permission: 'apps:read' });
  }
}
