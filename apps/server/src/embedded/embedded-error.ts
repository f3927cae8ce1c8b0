/** The embedded database cannot serve a query; `code` is the SQLSTATE with which a PostgreSQL server would say so. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';

  constructor(
    readonly code: '53300' | '57P01' | '08006',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
