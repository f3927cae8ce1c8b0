import { copyOfBuild } from '../faults/built-copy';
import { Scratch } from '../faults/scratch';
import { openWorld, type World } from '../faults/world';
import { postgresUrl } from '../support/postgres';
import { paths } from './paths';
import { tryPath } from './try-path';

const CHANGES = 30;
const server = postgresUrl();

// The embedded database takes one process. `npm run faults -- freshness` makes 1,000 changes each, and takes guards out.
const title =
  server === undefined
    ? 'freshness (left out: two instances need PostgreSQL)'
    : 'of two instances on one PostgreSQL, one sees at its next check what the other changed';

(server === undefined ? describe.skip : describe)(title, () => {
  const scratch = new Scratch();
  let world: World;
  beforeAll(async () => {
    world = await openWorld(scratch, copyOfBuild(scratch), server as string);
  }, 120_000);
  afterAll(() => scratch.clean());

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (_, path) => {
    const { stale, seen, judged } = await tryPath(world, path, CHANGES);
    expect({ stale, seen: [...seen] }).toEqual({ stale: 0, seen: [] });
    expect(judged).toBeGreaterThanOrEqual(CHANGES);
  });
});
