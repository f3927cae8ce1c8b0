import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { lockFolder } from '../../apps/server/src/embedded/folder-lock';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';

// A process of its own for the tests: says one line of JSON a fact, and ends when it is killed.
const say = (fact: unknown): void => void process.stdout.write(`${JSON.stringify(fact)}\n`);
const reason = (error: unknown): string => (error as Error).message;

const deeds: Record<string, (...args: string[]) => Promise<void>> = {
  /** Opens the folder and keeps it. */
  async open(folder) {
    await openEmbedded(folder!);
    say('open');
    setInterval(() => undefined, 1000);
  },

  /** Writes rows, each in a transaction, and says the number of each once it is committed. */
  async write(folder) {
    const database = await openEmbedded(folder!, { maintenanceMs: 50 });
    const source = await new DataSource({ type: 'postgres', driver: database.driver, entities: [] }).initialize();
    await source.query('CREATE TABLE IF NOT EXISTS written (n bigserial PRIMARY KEY, filling text NOT NULL)');
    for (;;) {
      const [row] = await source.transaction((manager) =>
        manager.query('INSERT INTO written (filling) VALUES ($1) RETURNING n', ['x'.repeat(500)]),
      );
      say(row.n);
    }
  },

  /** Tries to take each of the folders at the moments that all rivals were told, and keeps what it got. */
  async race(start, everyMs, ...folders) {
    for (const [round, folder] of folders.entries()) {
      const moment = Number(start) + round * Number(everyMs);
      await sleep(Math.max(0, moment - Date.now() - 2));
      while (Date.now() < moment);
      say(await lockFolder(folder).then(() => 'taken', reason));
    }
    say('done');
    setInterval(() => undefined, 1000);
  },
};

const [deed, ...args] = process.argv.slice(2);
deeds[deed!]!(...args).catch((error: unknown) => {
  say({ refused: reason(error) });
  process.exitCode = 1;
});
