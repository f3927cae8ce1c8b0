// A test takes 20 seconds at most, or is listed here with the reason. One that took longer is run again by itself, because a busy
// machine makes every test slow; on a machine that is still busy then, nothing is judged.
import { availableParallelism, loadavg } from 'node:os';

const SLOW_MS = 20_000;
/** So many are run again at most: where more are slow, the machine is. */
const MOST_AGAIN = 5;

/** The beginnings of the names of tests that may take longer. */
const LISTED = {
  'gives and takes no right that the actor lacks, in': 'walks through 750 random changes',
  'the service on a fresh folder keeps what it acknowledged': 'starts the service four times, one after the other',
};

const isListed = (name) => Object.keys(LISTED).some((start) => name.startsWith(start));
const isOver = ({ duration }) => duration > SLOW_MS;

/** The tests of a result of jest that took too long: names, files and seconds. */
export const slowIn = (result) =>
  (result?.testResults ?? []).flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter((test) => isOver(test) && !isListed(test.fullName))
      .map(({ fullName, duration }) => ({ file, fullName, seconds: Math.round(duration / 1000) })),
  );

/** Those that are slow by themselves too. `again(test)` runs one test alone and answers jest's result. */
export function stillSlow(slow, again) {
  return slow.slice(0, MOST_AGAIN).filter((test) => {
    const isSlow = slowIn(again(test)).some(({ fullName }) => fullName === test.fullName);
    return isSlow && loadavg()[0] < availableParallelism() + 1;
  });
}
