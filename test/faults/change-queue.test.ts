import { ChangeQueue } from '../../libs/nest/src/changes/change-queue';

/** Work that ends when it is told to. */
function held(): { work: () => Promise<string>; end: () => void; begun: () => boolean } {
  let end: () => void = () => undefined;
  let begun = false;
  const ended = new Promise<void>((done) => (end = done));
  const work = async (): Promise<string> => {
    begun = true;
    await ended;
    return 'done';
  };
  return { work, end: () => end(), begun: () => begun };
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('the turns of an organisation', () => {
  afterEach(() => jest.useRealTimers());

  it('are three at a time, in the order of asking, also after a failure', async () => {
    const turns = new ChangeQueue(10);
    const works = Array.from({ length: 5 }, held);
    const failing = turns.run('acme', null, () => Promise.reject(new Error('no')));
    const running = works.map(({ work }) => turns.run('acme', null, work));
    await expect(failing).rejects.toThrow('no');
    await settled();
    expect(works.map(({ begun }) => begun())).toEqual([true, true, true, false, false]);
    works[1]?.end();
    await settled();
    expect(works.map(({ begun }) => begun())).toEqual([true, true, true, true, false]);
    for (const { end } of works) end();
    expect(await Promise.all(running)).toEqual(works.map(() => 'done'));
  });

  it('of one do not keep another organisation waiting', async () => {
    const turns = new ChangeQueue(10);
    const works = Array.from({ length: 4 }, held);
    const running = works.map(({ work }) => turns.run('acme', null, work));
    expect(await turns.run('other', null, () => Promise.resolve('at once'))).toBe('at once');
    for (const { end } of works) end();
    await Promise.all(running);
  });

  it('leave three connections of the pool to reads, however many organisations change', async () => {
    const turns = new ChangeQueue(10);
    const works = Array.from({ length: 12 }, held);
    const running = works.map(({ work }, at) => turns.run(`org-${at % 4}`, null, work));
    await settled();
    expect(works.filter(({ begun }) => begun())).toHaveLength(7);
    works[0]?.end();
    await settled();
    expect(works.filter(({ begun }) => begun())).toHaveLength(8);
    for (const { end } of works) end();
    await Promise.all(running);
  });

  it('are there for one change at a time, however small the pool', async () => {
    const turns = new ChangeQueue(2);
    const [one, two] = [held(), held()];
    const running = [turns.run('acme', null, one.work), turns.run('other', null, two.work)];
    await settled();
    expect([one.begun(), two.begun()]).toEqual([true, false]);
    one.end();
    two.end();
    await Promise.all(running);
  });

  it('are refused as unavailable after 10 seconds, and then pass to the next', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const turns = new ChangeQueue(10);
    const works = Array.from({ length: 3 }, held);
    const running = works.map(({ work }) => turns.run('acme', null, work));
    const late = turns.run('acme', null, () => Promise.resolve('never'));
    const refused = expect(late).rejects.toMatchObject({ kind: 'unavailable' });
    await jest.advanceTimersByTimeAsync(9_000);
    const next = turns.run('acme', null, () => Promise.resolve('next'));
    await jest.advanceTimersByTimeAsync(1_000);
    await refused;
    works[0]?.end();
    expect(await next).toBe('next');
    for (const { end } of works) end();
    await Promise.all(running);
  });

  it('begin one at a time for each member, and are refused while that is under way', async () => {
    const turns = new ChangeQueue(10);
    const first = held();
    const running = turns.run('acme', 'alice', first.work);
    await expect(turns.run('acme', 'alice', () => Promise.resolve())).rejects.toMatchObject({
      kind: 'too-many-requests',
    });
    expect(await turns.run('acme', 'bob', () => Promise.resolve('another member'))).toBe('another member');
    expect(await turns.run('other', 'alice', () => Promise.resolve('elsewhere'))).toBe('elsewhere');
    expect(await turns.run('acme', null, () => Promise.resolve('the service'))).toBe('the service');
    first.end();
    await running;
    const failing = turns.run('acme', 'alice', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await turns.run('acme', 'alice', () => Promise.resolve('again'))).toBe('again');
  });
});
