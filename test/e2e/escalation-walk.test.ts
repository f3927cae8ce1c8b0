import { startTestServer, type TestServer } from '../support/server';
import {
  bindOf,
  EVERYTHING,
  GROUPED,
  holderOf,
  JOINER,
  registered,
  rightsHeld,
  type RightsHeld,
  type Thing,
} from './rights-held';
import { drawAttempt, givenWorld, MANAGERS, random, type Attempt, type World } from './walk-world';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** So many changes that take effect, from one seed that never changes and from a new one. */
const CHANGES = Number(process.env['CASTELLAN_WALK'] ?? 1_500) / 2;
const SEEDS = [
  ['the same', 1],
  ['a new', Number(process.env['CASTELLAN_SEED'] ?? Date.now() % 1_000_000)],
] as const;
/** So many attempts in one world: soon after, its managers have removed each other. */
const WALK = 50;
/** So many worlds are walked at a time: one would mostly wait for the database. */
const SIDE_BY_SIDE = 3;

/** What was seen in one world: how often each change was made, and the first that gave or took what its actor lacked. */
interface Walked {
  readonly made: string[];
  readonly escalation: string | null;
}

const none: ReadonlySet<string> = new Set();
/** Whoever may bind a role may deny by it, but never take the power of an Admin who is denied nothing. */
const notEverything = (rights: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...rights].filter((right) => right !== EVERYTHING));
const beyond = (rights: ReadonlySet<string>, ...covered: Array<ReadonlySet<string> | undefined>): string | undefined =>
  [...rights].find((right) => !covered.some((set) => set?.has(right)));

/** The first right that somebody gained, or lost, by a change of `actor` who did not hold it for good; null is none. */
function escalation(
  world: World,
  actor: string,
  { roles }: Attempt,
  [before, after]: [RightsHeld, RightsHeld],
  things: readonly Thing[],
): string | null {
  // What is registered by the change, or moved by it, was not asked about where it is now.
  const mine = new Set([...(before.get(actor)?.lasting ?? []), ...(before.get(actor)?.lastingOn(things) ?? [])]);
  const bindable = world.bindable.filter((id) => roles.includes(id) && mine.has(bindOf(id)));
  const binds = new Set(bindable.flatMap((id) => [...(before.get(holderOf(id))?.rights ?? none)]));
  // Whoever may bind a role may take it from anyone, also by removing the member.
  const unbinds = new Set(
    world.bindable
      .filter((id) => mine.has(bindOf(id)))
      .flatMap((id) => [...(before.get(holderOf(id))?.rights ?? none)]),
  );
  for (const who of new Set([...before.keys(), ...after.keys()])) {
    // Default roles are given at joining, whoever adds the member.
    const joined = before.has(who) ? none : before.get(JOINER)?.rights;
    // A role that may be bound may deny something; and nobody loses anything while a role comes to nobody new.
    const bound = bindable.length > 0 || who === JOINER || who === GROUPED;
    for (const when of ['rights', 'later'] as const) {
      const [had, has] = [before.get(who)?.[when] ?? none, after.get(who)?.[when] ?? none];
      const gained = beyond(has, had, mine, binds, joined);
      if (gained !== undefined) return `${who} gained ${gained} (${when})`;
      const lost = bound ? beyond(had, has, mine, notEverything(had)) : beyond(had, has, mine, unbinds);
      if (lost !== undefined && who !== actor) return `${who} lost ${lost} (${when})`;
    }
  }
  return null;
}

async function walk(seed: number): Promise<Walked> {
  const world = await givenWorld(server);
  const held = (): Promise<RightsHeld> => rightsHeld(server.dataSource, world.orgId, world.bindable);
  const next = random(seed);
  const made: string[] = [];
  let [before, policies, roles] = [await held(), await world.ids('policies'), await world.ids('roles')];
  for (let step = 0; step < WALK; step++) {
    const actor = MANAGERS[next(MANAGERS.length)] as string;
    const attempt = drawAttempt(world, next, policies, roles);
    const { status } = await attempt.send(server.as(actor));
    expect(status).toBeLessThan(500);
    if (status >= 300) continue;
    made.push(attempt.name);
    const after = await held();
    const found = escalation(world, actor, attempt, [before, after], await registered(server.dataSource, world.orgId));
    if (found !== null) {
      return {
        made,
        escalation: `${found} when ${actor} did "${attempt.name}", change ${made.length} of seed ${seed}`,
      };
    }
    [before, policies, roles] = [after, await world.ids('policies'), await world.ids('roles')];
    // A world in which all was deleted would make for a short walk.
    if (policies.length < 3 || roles.length < 3) {
      await world.role({ permissions: ['secrets:*'] });
      [before, policies, roles] = [await held(), await world.ids('policies'), await world.ids('roles')];
    }
  }
  return { made, escalation: null };
}

it.each(SEEDS)(
  `gives and takes no right that the actor lacks, in ${CHANGES} random changes from %s seed, %d`,
  async (_, seed) => {
    const worlds: Walked[] = [];
    const made = (): string[] => worlds.flatMap((world) => world.made);
    while (made().length < CHANGES && worlds.every(({ escalation: found }) => found === null)) {
      const seeds = Array.from({ length: SIDE_BY_SIDE }, (_, i) => seed + worlds.length + i);
      worlds.push(...(await Promise.all(seeds.map(walk))));
    }
    if (process.env['CASTELLAN_WALK'] !== undefined) process.stderr.write(countsOf(worlds.length, made()));
    expect(worlds.flatMap((world) => world.escalation ?? [])).toEqual([]);
  },
  3_600_000,
);

/** How often each kind of change was made. */
function countsOf(worlds: number, made: readonly string[]): string {
  const counts = [...new Set(made)].sort().map((name) => `${name}: ${made.filter((other) => other === name).length}`);
  return `${worlds} worlds, ${made.length} changes made\n${counts.join('\n')}\n`;
}
