import { tryRace, type Outcome, type Race } from '../races/race';
import { deletedUnderReader, halfChange } from '../races/reader.races';
import { races } from '../races/races';
import { CHAIN, copyOfBuild, GONE, LOCK, TRANSACTION, type Cut } from './built-copy';
import type { Options } from './options';
import { tell, type Result } from './report';
import { Scratch } from './scratch';
import { openWorld } from './world';

/** The races as they are, and then, a third as often and at least 30 times, with what each of them is there for taken out. */
export async function racesPart(_scratch: Scratch, server: string, { tries }: Options): Promise<Result[]> {
  // Enough that chance alone lets none of them pass.
  const fewer = Math.max(30, Math.ceil(tries / 3));
  const locked = races.filter((race) => race !== halfChange && race !== deletedUnderReader);
  return [
    ...(await series(server, races, tries)),
    ...(await series(server, locked, fewer, 'the lock', [LOCK])),
    ...(await series(server, locked, fewer, 'the lock and the key of the audit log', [LOCK, CHAIN])),
    ...(await series(server, [halfChange], fewer, 'the transaction', [TRANSACTION])),
    ...(await series(server, [deletedUnderReader], fewer, 'the look for a role that is gone', [GONE])),
  ];
}

async function series(
  server: string,
  tried: readonly Race[],
  tries: number,
  without?: string,
  cuts: readonly Cut[] = [],
): Promise<Result[]> {
  const scratch = new Scratch();
  try {
    const world = await openWorld(scratch, copyOfBuild(scratch, cuts), server);
    const results: Result[] = [];
    for (const race of tried) results.push(tell('races', resultOf(race, await tryRace(world, race, tries), without)));
    return results;
  } finally {
    await scratch.clean();
  }
}

function resultOf({ name }: Race, { tries, wrong, errors, seen }: Outcome, without?: string): Result {
  const most = [...seen].toSorted(([, one], [, other]) => other - one).slice(0, 4);
  const told = most.map(([what, often]) => `${often} x ${what}`).join(', ');
  const notes = wrong + errors === 0 ? '' : `${wrong} wrong, ${errors} answered 5xx: ${told}`;
  return { tried: name, tries, failures: wrong + errors, notes, without };
}
