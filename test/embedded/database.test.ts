import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { embeddedSource } from '../support/embedded-source';
import { emptyTemplate } from '../support/empty-template';
import { temporaryFolder } from '../support/temporary-folder';

describe('the embedded database', () => {
  it('keeps its rows from one opening to the next', async () => {
    const folder = temporaryFolder();
    const first = await embeddedSource(folder.path);
    await first.source.query('CREATE TABLE kept (n int)');
    await first.source.query('INSERT INTO kept VALUES (1)');
    await first.close();
    const second = await embeddedSource(folder.path);
    expect(await second.source.query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await second.close();
    folder.remove();
  });

  it('opens quickly from a dump, in memory and in a folder, and leaves alone a database that exists', async () => {
    const began = Date.now();
    const origin = await embeddedSource('memory://', { template: undefined });
    const fromNothing = Date.now() - began;
    await origin.source.query('CREATE TABLE kept AS SELECT 1 AS n');
    const template = await origin.database.dump();
    await origin.close();

    const beganAgain = Date.now();
    const copy = await embeddedSource('memory://', { template });
    expect(Date.now() - beganAgain).toBeLessThan(fromNothing);
    expect(await copy.source.query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await copy.close();

    const folder = temporaryFolder();
    for (const rows of [1, 2]) {
      const stored = await embeddedSource(folder.path, { template });
      expect(await stored.source.query('SELECT n FROM kept')).toHaveLength(rows);
      await stored.source.query('INSERT INTO kept VALUES (2)');
      await stored.close();
    }
    folder.remove();
  });

  it('refuses queries once it is closed, and may be closed twice', async () => {
    const { database, source } = await embeddedSource('memory://');
    await Promise.all([database.close(), database.close()]);
    await expect(source.query('SELECT 1')).rejects.toMatchObject({ code: '57P01' });
  });

  it('closes although a connection was never given back', async () => {
    const log = jest.fn();
    const database = await openEmbedded('memory://', { template: await emptyTemplate(), waitMs: 50, log });
    const { Pool } = database.driver as {
      Pool: new () => { connect(): Promise<{ query(sql: string): Promise<unknown> }> };
    };
    await (await new Pool().connect()).query('BEGIN');
    await database.close();
    expect(log.mock.calls).toEqual([['Closing the database while its connection is still lent.']]);
  });
});

describe('maintenance', () => {
  it('vacuums, analyses and checkpoints by itself, and never inside a transaction', async () => {
    const log = jest.fn();
    const { source, close } = await embeddedSource('memory://', { maintenanceMs: 20, log });
    await source.query('CREATE TABLE busy AS SELECT generate_series(1, 1000) AS n');
    await source.query('DELETE FROM busy WHERE n > 10');
    const [before] = await source.query('SELECT redo_lsn::text FROM pg_control_checkpoint()');
    await source.transaction(async (manager) => {
      await manager.query('DELETE FROM busy WHERE n > 5');
      await sleep(100);
    });
    const state = async (): Promise<{ rows: number; redo: string }> =>
      (
        await source.query(
          `SELECT reltuples::int AS rows, (SELECT redo_lsn::text FROM pg_control_checkpoint()) AS redo
           FROM pg_class WHERE relname = 'busy'`,
        )
      )[0];
    while ((await state()).rows !== 5) await sleep(10);
    expect((await state()).redo).not.toBe(before.redo_lsn);
    expect(log).not.toHaveBeenCalled();
    await close();
  });
});
