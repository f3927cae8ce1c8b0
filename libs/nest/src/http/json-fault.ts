/** Where and why the reading of JSON text stops; `at` is an index into the text. */
export class JsonFault extends Error {
  constructor(
    readonly type: 'json_invalid' | 'value_error',
    readonly at: number,
    message: string,
  ) {
    super(message);
    this.name = 'JsonFault';
  }
}

/** Text that is no JSON, worded as Python's decoder words it. */
export const malformed = (at: number, message: string): JsonFault => new JsonFault('json_invalid', at, message);

/** JSON that is well formed and still not taken. */
export const refused = (at: number, message: string): JsonFault => new JsonFault('value_error', at, message);
