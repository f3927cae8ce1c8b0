/** How often each is measured; the least counts. */
const ROUNDS = 5;
/** What the smaller one must take, in milliseconds: it is repeated until it does. */
const LEAST_MS = 15;

/** The processor time that `times` runs take at the least, in milliseconds. */
function leastOf(work: () => unknown, times: number): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    for (let run = 0; run < times; run++) work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/**
 * How many times as long the larger one takes: of four times as much 4 where it is linear, and 16 where it is quadratic.
 * Measured again when it is above 8, since machines are shared.
 */
export function growthOf(small: () => unknown, large: () => unknown): number {
  let times = 1;
  while (leastOf(small, times) < LEAST_MS) times *= 2;
  const measured = (): number => leastOf(large, times) / leastOf(small, times);
  const first = measured();
  return first <= 8 ? first : measured();
}
