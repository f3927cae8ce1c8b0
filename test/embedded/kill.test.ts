import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedProcess } from '../support/embedded-process';
import { embeddedSource } from '../support/embedded-source';
import { temporaryFolder } from '../support/temporary-folder';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

describe('a process that is killed while it writes', () => {
  it('loses no row that it has acknowledged', async () => {
    const acknowledged: unknown[] = [];
    await (await embeddedSource(folder.path)).close();
    for (let round = 0; round < 3; round++) {
      const writer = embeddedProcess('write', folder.path);
      await writer.saying(50);
      await sleep(50 + Math.random() * 300);
      await writer.kill();
      acknowledged.push(...writer.said);
      const { source, close } = await embeddedSource(folder.path);
      const rows: { n: string }[] = await source.query('SELECT n FROM written');
      await close();
      const found = new Set(rows.map(({ n }) => n));
      expect(acknowledged.filter((n) => !found.has(n as string))).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(150);
  });
});

describe('processes that race for the lock of a dead one', () => {
  it('have one winner in each round', async () => {
    const [rivals, rounds] = [4, 100];
    const folders = Array.from({ length: rounds }, (_, round) => {
      const path = join(folder.path, String(round));
      mkdirSync(path);
      writeFileSync(join(path, 'castellan.lock'), JSON.stringify({ pid: 2 ** 30, started: 'boot/1', token: 'dead' }));
      return path;
    });
    const start = String(Date.now() + 3_000);
    const racers = Array.from({ length: rivals }, () => embeddedProcess('race', start, '20', ...folders));
    await Promise.all(racers.map((racer) => racer.saying(rounds + 1)));
    const winners = folders.map((_, round) => racers.filter(({ said }) => said[round] === 'taken').length);
    await Promise.all(racers.map((racer) => racer.kill()));
    expect(winners).toEqual(folders.map(() => 1));
  });
});
