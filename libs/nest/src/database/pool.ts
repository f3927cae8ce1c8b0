/** A statement that connections keep prepared under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** A connection that was taken from a pool. */
interface PooledConnection {
  query<Row>(statement: Prepared & { readonly values: readonly unknown[] }): Promise<{ rows: Row[] }>;
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
  /** Gives it back; with an error the pool ends it. */
  release(error?: unknown): void;
}

/** The part of a driver's pool that is used past TypeORM: pg's, and the embedded database's. */
export interface Pool {
  connect(): Promise<PooledConnection>;
}

// The statement that runs on a connection fails with it and says so; without a listener the process would end.
const passOver = (): void => undefined;

// Invariant: a connection on which anything failed is not used again, and neither is one whose answer was refused.
/** Does a piece of work on a connection of the pool, and drops the connection when it fails. */
export async function onConnection<T>(pool: Pool, work: (connection: PooledConnection) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  connection.on('error', passOver);
  let failure: unknown;
  try {
    return await work(connection);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    connection.off('error', passOver);
    connection.release(failure);
  }
}
