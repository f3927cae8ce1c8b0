import { embeddedSource } from '../support/embedded-source';

const log = jest.fn();
let opened: Awaited<ReturnType<typeof embeddedSource>>;
const notify = (payload: string): Promise<unknown> =>
  opened.source.query('SELECT pg_notify($1, $2)', ['Castellan.changes', payload]);

beforeAll(async () => {
  opened = await embeddedSource('memory://', { log });
});
afterAll(() => opened.close());

describe('a notification', () => {
  it('reaches every listener of its channel, until it stops to listen', async () => {
    const [first, second, other]: string[][] = [[], [], []];
    const stopFirst = await opened.database.listen('Castellan.changes', (payload) => first!.push(payload));
    const stopSecond = await opened.database.listen('Castellan.changes', (payload) => second!.push(payload));
    const stopOther = await opened.database.listen('castellan.changes', (payload) => other!.push(payload));
    await notify('one');
    await stopFirst();
    await notify('two');
    await stopSecond();
    await notify('three');
    await stopOther();
    expect([first, second, other]).toEqual([['one'], ['one', 'two'], []]);
    expect(await opened.source.query('SELECT pg_listening_channels()')).toEqual([]);
  });

  it('comes when its transaction commits, and not when it rolls back', async () => {
    const heard: string[] = [];
    const stop = await opened.database.listen('Castellan.changes', (payload) => heard.push(payload));
    await opened.source.transaction(async (manager) => {
      await manager.query("SELECT pg_notify('Castellan.changes', 'kept')");
      expect(heard).toEqual([]);
    });
    const undone = opened.source.transaction(async (manager) => {
      await manager.query("SELECT pg_notify('Castellan.changes', 'undone')");
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    await stop();
    expect(heard).toEqual(['kept']);
  });

  it('does not break the session when a listener throws', async () => {
    const stop = await opened.database.listen('Castellan.changes', () => {
      throw new Error('on purpose');
    });
    await notify('x');
    await stop();
    expect(await opened.source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(log).toHaveBeenCalledWith('A listener on channel Castellan.changes failed.', expect.any(Error));
  });
});
