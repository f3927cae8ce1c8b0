import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Cleanup = () => Promise<unknown> | void;

/** What a run leaves behind if nobody cleans up: folders, databases, processes. */
export class Scratch {
  private readonly cleanups: Cleanup[] = [];

  /** Remembers what undoes something; the newest is undone first. */
  defer(cleanup: Cleanup): void {
    this.cleanups.push(cleanup);
  }

  /** A new, empty folder. */
  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'castellan-faults-'));
    chmodSync(path, 0o755);
    this.defer(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** Undoes everything so far, also when some of it fails. */
  async clean(): Promise<void> {
    for (let cleanup = this.cleanups.pop(); cleanup; cleanup = this.cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        process.stderr.write(`faults: something was left behind: ${String(error)}\n`);
      }
    }
  }
}
