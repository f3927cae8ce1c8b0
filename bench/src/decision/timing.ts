import { existsSync, readFileSync } from 'node:fs';

const OF_THREAD = '/proc/thread-self/schedstat';
const knowsThreads = existsSync(OF_THREAD);

/**
 * Processor time of this thread in nanoseconds: on a busy machine it changes least. Linux counts it in steps of up to
 * 4 ms, so that what is timed must take much longer. Elsewhere it is that of the process, with its collector's threads.
 */
function processorTime(): number {
  if (knowsThreads) return Number(readFileSync(OF_THREAD, 'utf8').split(' ')[0]);
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}

/** Nanoseconds of processor time that `run` takes. */
export function timed(run: () => unknown): number {
  const start = processorTime();
  run();
  return processorTime() - start;
}

/** The middle one of the samples. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** Runs every job once in each round, so that what disturbs one disturbs all; the samples of each job. */
export function interleaved(rounds: number, jobs: ReadonlyArray<() => number>): number[][] {
  const samples = jobs.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    jobs.forEach((job, at) => samples[at]?.push(job()));
  }
  return samples;
}

/** Bytes of heap and of buffers that what `make` returns holds. */
export function heldBytes(make: () => unknown): number {
  const used = (): number => {
    for (let i = 0; i < 3; i++) globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const held = make();
  const bytes = used() - before;
  if (held === undefined) throw new Error('Nothing was made');
  return bytes;
}
