import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { startCastellan } from './servers';

const FIRST_STARTS = 3;
const LATER_STARTS = 5;

/** What a number of starts took. */
interface Starts {
  readonly ready: number[];
  readonly cpu: number[];
}

/** From the start of the process to `/health/ready`, on the embedded database. */
export async function start(scratch: Scratch): Promise<Figure[]> {
  const folders = Array.from({ length: FIRST_STARTS }, () => scratch.folder());
  const first = await starts(scratch, folders);
  const later = await starts(scratch, Array<string>(LATER_STARTS).fill(folders[0]!));
  return [...figures('start, empty folder', first, 10_000), ...figures('start, existing database', later, 3_000)];
}

async function starts(scratch: Scratch, folders: readonly string[]): Promise<Starts> {
  const ready: number[] = [];
  const cpu: number[] = [];
  for (const folder of folders) {
    const server = await startCastellan(scratch, { DATA_DIR: folder });
    ready.push(server.readyMs);
    cpu.push(server.cpuMs());
    await server.stop();
  }
  return { ready, cpu };
}

/** Processor time says what a start costs on a machine that does other things too. */
function figures(name: string, { ready, cpu }: Starts, most: number): Figure[] {
  return [figure(name, 'ms', ready, { most }), figure(`${name}: processor time`, 'ms', cpu)];
}
