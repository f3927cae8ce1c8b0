import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A child process that uses the embedded database, and what it has said so far. */
export interface EmbeddedProcess {
  child: ChildProcess;
  said: unknown[];
  /** Resolves when it has said so many facts, or has ended. */
  saying(count: number): Promise<void>;
  /** Ends it at once, as kill -9 does. */
  kill(): Promise<void>;
}

/** Starts `embedded-child.ts` in a process of its own. */
export function embeddedProcess(deed: string, ...args: string[]): EmbeddedProcess {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'typescript-hook.cjs'), join(__dirname, 'embedded-child.ts'), deed, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'close').then(() => undefined);
  const said: unknown[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    // A killed writer may leave half a line: then it has not said it.
    try {
      said.push(JSON.parse(line));
    } catch {
      return;
    }
    lines.emit('fact');
  });
  return {
    child,
    said,
    async saying(count) {
      let over = false;
      const end = ended.then(() => void (over = true));
      while (said.length < count && !over) await Promise.race([once(lines, 'fact'), end]);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
