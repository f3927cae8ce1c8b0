import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Line } from './decision/line';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';

/** A decision in the process, beside its peers: processor time, medians. */
export async function decision(scratch: Scratch): Promise<Figure[]> {
  const child = fork(join(__dirname, 'decision/main.js'), {
    execArgv: ['--expose-gc', '--max-old-space-size=8192'],
    // The tables alone go to stdout.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  scratch.defer(() => void child.kill());
  let lines: Line[] | undefined;
  child.on('message', (message) => (lines = message as Line[]));
  await once(child, 'close');
  if (lines === undefined) throw new Error('it ended without a result; its own words are above');
  return lines.map(({ figure: name, value, unit, ...demand }) => figure(name, unit, [value], demand));
}
