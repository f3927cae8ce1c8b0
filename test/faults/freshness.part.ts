import type { Path } from '../freshness/path';
import { paths } from '../freshness/paths';
import { tryPath } from '../freshness/try-path';
import { copyOfBuild, type Cut } from './built-copy';
import { faults, tryFault } from './freshness-faults';
import { guards, HELD, type Guard } from './freshness-guards';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { tell, type Result } from './report';
import { Scratch } from './scratch';
import { openWorld } from './world';

/**
 * Every way on which a right is gained and lost, changed at one instance and asked at another: as it is, then with loads
 * and stamps held back, then beside faults. Or, with `--without`, what notices when a guard (or each of `all`) is taken out.
 */
export async function freshnessPart(
  _scratch: Scratch,
  server: string,
  { changes, without }: Options,
  postgres: PrivatePostgres,
): Promise<Result[]> {
  if (without !== undefined) return withoutGuards(chosen(without), changes, postgres);
  const results = await series(server, paths, changes, {});
  results.push(
    ...(await series(server, paths, Math.ceil(changes / 10), { cuts: HELD, how: 'loads and stamps held, ' })),
  );
  for (const fault of faults) {
    results.push(
      await inScratch(async (scratch) => {
        return tell('freshness', { tried: fault.name, ...(await tryFault(scratch, postgres, fault)) });
      }),
    );
  }
  return results;
}

function chosen(name: string): readonly Guard[] {
  const found = name === 'all' ? guards : guards.filter((guard) => guard.name === name);
  const names = guards.map((guard) => `  ${guard.name}`).join('\n');
  if (found.length === 0) throw new Error(`There is no guard "${name}"; there is all, and\n${names}`);
  return found;
}

async function withoutGuards(taken: readonly Guard[], changes: number, postgres: PrivatePostgres): Promise<Result[]> {
  const results: Result[] = [];
  for (const { name, cuts, behind, paths: noticing = [], faults: failing = [] } of taken) {
    const about = behind === undefined ? { without: name } : { how: `without ${name} (behind it: ${behind}), ` };
    const few = Math.ceil(changes / 10);
    if (noticing.length > 0) {
      results.push(...(await series(postgres.url, noticing, few, { cuts: [...HELD, ...cuts], ...about })));
    }
    for (const fault of failing) {
      results.push(
        await inScratch(async (scratch) => {
          const survived = await tryFault(scratch, postgres, fault, cuts);
          return tell('freshness', { tried: fault.name, ...survived, without: name });
        }),
      );
    }
  }
  return results;
}

interface About {
  readonly cuts?: readonly Cut[];
  readonly without?: string;
  readonly how?: string;
}

/** Tries paths on two instances of the build, less cuts. */
function series(
  server: string,
  tried: readonly Path[],
  changes: number,
  { cuts = [], without, how = '' }: About,
): Promise<Result[]> {
  return inScratch(async (scratch) => {
    const world = await openWorld(scratch, copyOfBuild(scratch, cuts), server);
    const results: Result[] = [];
    for (const path of tried) {
      const { made, asked, stale, judged, seen } = await tryPath(world, path, changes);
      const told = [...seen].toSorted(([, one], [, other]) => other - one).slice(0, 4);
      const notes = [`${asked} asked about right after`, `${judged} answers judged`];
      notes.push(...told.map(([what, often]) => `${often} x ${what}`));
      results.push(
        tell('freshness', { tried: how + path.name, tries: made, failures: stale, notes: notes.join(', '), without }),
      );
    }
    return results;
  });
}

async function inScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const scratch = new Scratch();
  try {
    return await work(scratch);
  } finally {
    await scratch.clean();
  }
}
