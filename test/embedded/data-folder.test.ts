import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../../apps/server/src/embedded/folder-lock';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { embeddedProcess } from '../support/embedded-process';
import { embeddedSource } from '../support/embedded-source';
import { temporaryFolder } from '../support/temporary-folder';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the data folder', () => {
  it('is made when absent, with its parents, for this user alone', async () => {
    const path = join(folder.path, 'deep', 'data');
    const database = await openEmbedded(path);
    expect([join(folder.path, 'deep'), path, join(path, 'postgres')].map(mode)).toEqual(['700', '700', '700']);
    expect(mode(join(path, 'castellan.lock'))).toBe('600');
    await database.close();
    expect(existsSync(join(path, 'castellan.lock'))).toBe(false);
  });

  it('is refused in one sentence when it is a file or lies below one', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    await expect(openEmbedded(file)).rejects.toThrow(
      `The data folder ${file} cannot be used: it is a file, not a folder.`,
    );
    await expect(openEmbedded(join(file, 'data'))).rejects.toThrow('cannot be used: a part of its path is a file.');
  });

  it('is refused in one sentence when it cannot be written', async () => {
    // Root may write everywhere but there.
    const path = process.getuid?.() === 0 ? '/proc' : folder.path;
    if (path === folder.path) chmodSync(path, 0o500);
    await expect(openEmbedded(path)).rejects.toThrow(
      /cannot be used: (this user may not write there|it cannot be made)/,
    );
  });

  it('is made anew after a process was killed while making it', async () => {
    mkdirSync(join(folder.path, 'postgres.draft', 'base'), { recursive: true });
    writeFileSync(join(folder.path, 'postgres.draft', 'PG_VERSION'), '18');
    const { source, close } = await embeddedSource(folder.path);
    expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await close();
    expect(existsSync(join(folder.path, 'postgres.draft'))).toBe(false);
  });
});

describe('a database of another PostgreSQL version', () => {
  it('is refused with the reason that PostgreSQL gives', async () => {
    await (await embeddedSource(folder.path)).close();
    writeFileSync(join(folder.path, 'postgres', 'PG_VERSION'), '9\n');
    await expect(openEmbedded(folder.path)).rejects.toThrow(/does not open: .*incompatible/);
    expect(existsSync(join(folder.path, 'castellan.lock'))).toBe(false);
  });
});

describe('the lock', () => {
  it('refuses a second process, naming the folder, the pid and the way out, until the first one is killed', async () => {
    await (await embeddedSource(folder.path)).close();
    const first = embeddedProcess('open', folder.path);
    await first.saying(1);
    expect(first.said).toEqual(['open']);
    await expect(openEmbedded(folder.path)).rejects.toThrow(
      `The data folder ${folder.path} is in use by process ${first.child.pid}, and the embedded database takes one ` +
        'process at a time. Stop that process, or set DATA_DIR to another folder, or set DATABASE_URL',
    );
    await first.kill();
    await (await openEmbedded(folder.path)).close();
  });

  it('refuses a second opening in the same process', async () => {
    const unlock = await lockFolder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toThrow(`in use by this process (${process.pid})`);
    unlock();
    (await lockFolder(folder.path))();
  });

  it.each([
    ['whose pid no process has', { pid: 2 ** 30, started: 'boot/1', token: 'old' }],
    ['whose pid another process has by now', { pid: process.pid, started: 'boot/1', token: 'old' }],
  ])('is taken over from a process %s', async (_which, owner) => {
    writeFileSync(join(folder.path, 'castellan.lock'), JSON.stringify(owner));
    writeFileSync(join(folder.path, 'castellan.lock.takeover'), JSON.stringify(owner));
    (await lockFolder(folder.path))();
    expect(existsSync(join(folder.path, 'castellan.lock.takeover'))).toBe(false);
  });

  it('is not taken over when it cannot be read', async () => {
    writeFileSync(join(folder.path, 'castellan.lock'), '');
    await expect(lockFolder(folder.path)).rejects.toThrow('castellan.lock cannot be read. When no process uses');
  });
});
