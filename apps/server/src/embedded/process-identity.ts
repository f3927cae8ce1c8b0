import { readFileSync } from 'node:fs';

/** Which run of which process: the pid, and what tells it from a later process of the same pid (null where /proc is missing). */
export interface ProcessIdentity {
  pid: number;
  started: string | null;
}

/** The identity of a running process; undefined when there is none of that pid. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  if (!hasProc()) return answersSignals(pid) ? { pid, started: null } : undefined;
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // proc(5): the second field is the command's name, which may hold spaces and brackets; count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  // A zombie has closed its files: it only waits for its parent to look.
  if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
  return { pid, started: `${bootId()}/${ticks}` };
}

function hasProc(): boolean {
  return read('/proc/self/stat') !== undefined;
}

// Ticks count from boot, and a machine that boots alike each time gives the same pid the same ticks.
function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
