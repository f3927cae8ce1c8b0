import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { embeddedSource } from '../support/embedded-source';

type Connection = {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  release(error?: Error): void;
};
type Callback = (error: Error | undefined, connection: Connection, release: () => void) => void;
interface Pool {
  connect(): Promise<Connection>;
  connect(callback: Callback): void;
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  query(sql: string, callback: (error: Error | null, result: { rows: unknown[] }) => void): void;
  end(): Promise<void>;
}

let opened: Awaited<ReturnType<typeof embeddedSource>>;
const query = <T = unknown>(sql: string, values?: unknown[]): Promise<T> => opened.source.manager.query(sql, values);
const newPool = (): Pool => new (opened.database.driver as { Pool: new () => Pool }).Pool();

beforeAll(async () => {
  // Nothing here is refused for waiting long, however slow the machine is.
  opened = await embeddedSource('memory://', { waitMs: 200_000 });
  await query('CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)');
  await query('CREATE TABLE note (id serial PRIMARY KEY, body text NOT NULL)');
});
afterAll(() => opened.close());

describe('a DataSource over the embedded database', () => {
  it('answers queries with parameters', async () => {
    expect(await query('SELECT $1::int + 1 AS next', [41])).toEqual([{ next: 42 }]);
  });

  it('gives values as pg gives them', async () => {
    const [row] = await query<unknown[]>(
      `SELECT 9007199254740993::bigint AS big, '2026-02-03T04:05:06.789Z'::timestamptz AS at, '{"a": [1]}'::jsonb AS json,
       ARRAY['a', 'b c', NULL]::text[] AS list, 1.50::numeric AS exact, '\\x00ff'::bytea AS bytes, true AS flag, NULL AS nothing`,
    );
    expect(row).toEqual({
      big: '9007199254740993',
      at: new Date('2026-02-03T04:05:06.789Z'),
      json: { a: [1] },
      list: ['a', 'b c', null],
      exact: '1.50',
      bytes: Buffer.from([0, 255]),
      flag: true,
      nothing: null,
    });
  });

  it('counts the rows that a change touches', async () => {
    await query("INSERT INTO note (body) VALUES ('p'), ('p')");
    expect(await query("UPDATE note SET body = 'q' WHERE body = 'p'")).toEqual([[], 2]);
  });

  it('reports a failed query as PostgreSQL words it, and goes on', async () => {
    await expect(query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ driverError: { code: '22012' } });
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('shares the database with a second DataSource, which ends alone', async () => {
    const second = await new DataSource({
      type: 'postgres',
      driver: opened.database.driver,
      entities: [],
    }).initialize();
    await second.query("INSERT INTO note (body) VALUES ('from the second')");
    await second.destroy();
    expect(await query("SELECT body FROM note WHERE body = 'from the second'")).toHaveLength(1);
  });
});

describe('transactions', () => {
  it('are isolated from each other, fifty at once', async () => {
    await query('INSERT INTO account VALUES (1, 0)');
    const add = async (manager: EntityManager, fails: boolean): Promise<void> => {
      const [{ balance }] = await manager.query('SELECT balance FROM account WHERE id = 1');
      await sleep(1);
      await manager.query('UPDATE account SET balance = $1 WHERE id = 1', [balance + 1]);
      if (fails) throw new Error('on purpose');
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => opened.source.transaction((manager) => add(manager, i % 5 === 0))),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await query('SELECT balance FROM account WHERE id = 1')).toEqual([{ balance: 40 }]);
  });

  it('do not take in a query that is made beside them', async () => {
    const inside = opened.source.transaction(async (manager) => {
      await manager.query("INSERT INTO note (body) VALUES ('inside')");
      await sleep(20);
      throw new Error('on purpose');
    });
    await Promise.all([
      expect(inside).rejects.toThrow('on purpose'),
      query("INSERT INTO note (body) VALUES ('beside')"),
    ]);
    expect(await query("SELECT body FROM note WHERE body IN ('inside', 'beside')")).toEqual([{ body: 'beside' }]);
  });

  it('are rolled back when their holder gives the connection back without ending them', async () => {
    const runner = opened.source.createQueryRunner();
    await runner.startTransaction();
    await runner.query("INSERT INTO note (body) VALUES ('abandoned')");
    await runner.release();
    expect(await query("SELECT body FROM note WHERE body = 'abandoned'")).toEqual([]);
  });

  it('are rolled back when their holder gives the connection back in the middle of a query', async () => {
    const connection = await newPool().connect();
    await connection.query('BEGIN');
    const unfinished = connection.query("INSERT INTO note (body) VALUES ('unfinished')");
    const late = connection.query('SELECT 1 / 0').catch((error: { code: string }) => error.code);
    connection.release();
    expect(await query("SELECT body FROM note WHERE body = 'unfinished'")).toEqual([]);
    await unfinished;
    expect(await late).toBe('22012');
  });

  it('end with a clear error when a query through the DataSource waits for its own transaction', async () => {
    const { source, close } = await embeddedSource('memory://', { waitMs: 3_000 });
    const deadlock = source.transaction(() => source.query('SELECT 1'));
    await expect(deadlock).rejects.toMatchObject({
      code: '53300',
      message: expect.stringMatching(/not free for 3 s.*through the DataSource inside a transaction callback/),
    });
    expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await close();
  });
});

describe('the pool', () => {
  it('lends by callback and by promise', async () => {
    const pool = newPool();
    const answer = new Promise((resolve, reject) => {
      pool.connect((error, connection, release) => {
        if (error) return reject(error);
        connection.query('SELECT 1 AS one').then(({ rows }) => (release(), resolve(rows)), reject);
      });
    });
    expect(await answer).toEqual([{ one: 1 }]);
    const connection = await pool.connect();
    expect((await connection.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    connection.release();
  });

  it('answers a single query, by promise and by callback', async () => {
    const pool = newPool();
    expect((await pool.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }]);
    const rows = await new Promise((resolve) => pool.query('SELECT 8 AS n', (_error, result) => resolve(result.rows)));
    expect(rows).toEqual([{ n: 8 }]);
  });

  it('refuses a query through a connection that was given back, and a second giving back', async () => {
    const connection = await newPool().connect();
    connection.release();
    await expect(connection.query('SELECT 1')).rejects.toThrow('given back to the pool');
    expect(() => connection.release()).toThrow('already been released');
  });

  it('keeps its one client when it is given back with an error', async () => {
    (await newPool().connect()).release(new Error('broken, says the holder'));
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('serves in the order of asking', async () => {
    const order: number[] = [];
    await Promise.all(Array.from({ length: 20 }, (_, i) => query('SELECT 1').then(() => order.push(i))));
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('waits at its end for what it has lent, and then refuses', async () => {
    const pool = newPool();
    const connection = await pool.connect();
    let ended = false;
    const end = pool.end().then(() => (ended = true));
    await sleep(20);
    expect(ended).toBe(false);
    connection.release();
    await end;
    await expect(pool.connect()).rejects.toThrow('after calling end');
    await expect(pool.end()).rejects.toThrow('more than once');
  });
});
