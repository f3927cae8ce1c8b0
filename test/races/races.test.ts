import { copyOfBuild } from '../faults/built-copy';
import { Scratch } from '../faults/scratch';
import { openWorld, type World } from '../faults/world';
import { postgresUrl } from '../support/postgres';
import { tryRace } from './race';
import { races } from './races';

const TRIES = 10;
const server = postgresUrl();

// The embedded database takes one process. `npm run faults -- races` tries each race 300 times, and with the lock taken out.
const title =
  server === undefined ? 'races (left out: two instances need PostgreSQL)' : 'two instances on one PostgreSQL';

(server === undefined ? describe.skip : describe)(title, () => {
  const scratch = new Scratch();
  let world: World;
  beforeAll(async () => {
    world = await openWorld(scratch, copyOfBuild(scratch), server as string);
  }, 120_000);
  afterAll(() => scratch.clean());

  it.each(races.map((race) => [race.name, race.must, race] as const))('%s: %s', async (_name, _must, race) => {
    const { wrong, errors, seen } = await tryRace(world, race, TRIES);
    expect({ wrong, errors, seen: [...seen] }).toEqual({ wrong: 0, errors: 0, seen: [] });
  });
});
