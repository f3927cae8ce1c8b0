import { unavailable } from '@castellan/core';

/** How often a state is read again because somebody changed it meanwhile. */
const MOST_TRIES = 5;

/**
 * Reads until all that was read is of one state: `read` answers undefined when something changed meanwhile.
 * @param what names what is read, for the log
 * @param read is told whether it is the first time
 * @throws CastellanError unavailable, when it changes faster than it can be read
 */
export async function readOneState<State>(
  what: string,
  read: (isFirst: boolean) => Promise<State | undefined>,
): Promise<State> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const state = await read(tries === 0);
    if (state !== undefined) return state;
  }
  throw unavailable('access', new Error(`${what} kept changing while being read`));
}
