/**
 * A connection on which another library has begun a transaction: a `Client` or `PoolClient` of pg, or what sends a statement with
 * its parameters (`$1`, `$2`) on it and answers as pg does.
 */
export interface TransactionClient {
  query(text: string, values: unknown[]): Promise<ClientAnswer>;
}

/** The rows of one statement, and how many it reached. */
export interface ClientAnswer {
  readonly rows: unknown[];
  readonly rowCount?: number | null;
}

/** A host's transaction on a connection that is not of Castellan's DataSource. */
export class LentClient {
  constructor(readonly client: TransactionClient) {}
}

/**
 * The transaction that another library has begun on this connection, for `inTransaction`.
 * @throws TypeError for what cannot send a statement
 */
export function clientOf(client: TransactionClient): LentClient {
  if (typeof (client as Partial<TransactionClient> | null | undefined)?.query !== 'function')
    throw new TypeError('clientOf takes a client of pg, or an object whose query(text, values) sends one statement');
  return new LentClient(client);
}
