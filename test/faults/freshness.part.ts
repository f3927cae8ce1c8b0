import type { Path } from '../freshness/path';
import { paths } from '../freshness/paths';
import { tryPath } from '../freshness/try-path';
import { copyOfBuild, type Cut } from './built-copy';
import { faults, tryFault, type Fault } from './freshness-faults';
import { guards, HELD, type Guard } from './freshness-guards';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { tell, type Result } from './report';
import { Scratch } from './scratch';
import { openWorld } from './world';

/**
 * Every way on which a right is gained and lost, changed at one instance and asked at another: as it is, a tenth as often
 * with loads and stamps held back, and beside faults. Or, with `--without`, a tenth as often with a guard taken out.
 */
export async function freshnessPart(
  scratch: Scratch,
  _server: string,
  { changes, without }: Options,
  postgres: PrivatePostgres,
): Promise<Result[]> {
  const run = new FreshnessRun(scratch, postgres);
  const few = Math.ceil(changes / 10);
  if (without !== undefined) return run.without(chosen(without), few);
  return [
    ...(await run.paths(paths, changes)),
    ...(await run.paths(paths, few, { cuts: HELD, how: 'loads and stamps held: ' })),
    ...(await run.faults(faults)),
  ];
}

function chosen(name: string): readonly Guard[] {
  const found = name === 'all' ? guards : guards.filter((guard) => guard.name === name);
  const names = guards.map((guard) => `  ${guard.name}`).join('\n');
  if (found.length === 0) throw new Error(`There is no guard "${name}"; there is all, and\n${names}`);
  return found;
}

/** How something is tried: with what taken out of the build, and how that is told. */
interface About {
  readonly cuts?: readonly Cut[];
  readonly without?: string;
  readonly how?: string;
}

class FreshnessRun {
  constructor(
    private readonly scratch: Scratch,
    private readonly postgres: PrivatePostgres,
  ) {}

  async without(taken: readonly Guard[], changes: number): Promise<Result[]> {
    const results: Result[] = [];
    for (const { name, cuts, behind, rare, ...noticing } of taken) {
      const often = rare ? 5 * changes : changes;
      const told = behind === undefined ? { without: name } : { how: `without ${name} (behind it: ${behind}): ` };
      if (noticing.paths) {
        results.push(...(await this.paths(noticing.paths, often, { cuts: [...HELD, ...cuts], ...told })));
      }
      if (noticing.faults) results.push(...(await this.faults(noticing.faults, { cuts, ...told })));
    }
    return results;
  }

  /** Tries paths on two instances. */
  paths(tried: readonly Path[], changes: number, { cuts = [], without, how = '' }: About = {}): Promise<Result[]> {
    return this.cleanedUp(async (scratch) => {
      const world = await openWorld(scratch, copyOfBuild(scratch, cuts), this.postgres.url);
      const results: Result[] = [];
      for (const path of tried) {
        const { made, asked, stale, judged, seen } = await tryPath(world, path, changes);
        const most = [...seen].toSorted(([, one], [, other]) => other - one).slice(0, 4);
        const counts = [`${asked} asked about right after`, `${judged} answers judged`];
        const notes = [...counts, ...most.map(([what, often]) => `${often} x ${what}`)].join(', ');
        results.push(tell('freshness', { tried: how + path.name, tries: made, failures: stale, notes, without }));
      }
      return results;
    });
  }

  /** Tries faults, each on two instances of its own. */
  async faults(tried: readonly Fault[], { cuts = [], without }: About = {}): Promise<Result[]> {
    const results: Result[] = [];
    for (const fault of tried) {
      const survived = await this.cleanedUp((scratch) => tryFault(scratch, this.postgres, fault, cuts));
      results.push(tell('freshness', { tried: fault.name, ...survived, without }));
    }
    return results;
  }

  /** Cleans up at once, and when the run is interrupted. */
  private async cleanedUp<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
    const scratch = new Scratch();
    this.scratch.defer(() => scratch.clean());
    try {
      return await work(scratch);
    } finally {
      await scratch.clean();
    }
  }
}
