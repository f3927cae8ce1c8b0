/** A connection leads to a standby, whose data may be older than an acknowledged change. */
export class StandbyError extends Error {
  constructor() {
    super('The database is a standby (pg_is_in_recovery), so its data may be out of date: connect to the primary');
    this.name = 'StandbyError';
  }
}

/** A row that says whether the server which sent it is a standby. */
export interface Origin {
  readonly standby: boolean;
}

/** The column of an `Origin`, for the select list of every statement that a decision rests on. */
export const STANDBY = '(select pg_is_in_recovery()) as standby';

/** What is used of a driver's connection. */
interface Connection {
  query(text: string): Promise<{ rows: Origin[] }>;
}

// Invariant: a statement whose rows are checked has one row at least. Without a row nothing says where it was answered.
/** These rows, when they come from a primary. @throws StandbyError */
export function checked<Row extends Origin>(rows: Row[]): Row[] {
  if (rows[0]?.standby !== false) throw new StandbyError();
  return rows;
}

/**
 * Ends a new connection that leads to a standby: the `onConnect` of a pg.Pool, and in TypeORM's options
 * `extra: { onConnect: refuseStandby }`. @throws StandbyError
 */
export async function refuseStandby(connection: Connection): Promise<void> {
  checked((await connection.query(`select ${STANDBY}`)).rows);
}
