import * as typeorm from 'typeorm';

/** Options of an id or key column: compared byte by byte, whatever the database's locale is. */
export const bytewise = { type: 'text', collation: 'C' } as const;

/** Options of a point in time: UTC, milliseconds, as the API shows it. */
export const instant = { type: 'timestamptz', precision: 3 } as const;

/** Options of a stamp: a random value, written anew at each change of what it stamps. */
export const stamp = { type: 'text', default: () => 'castellan.new_stamp()' } as const;

type ForeignKeyDecorator = typeof typeorm.ForeignKey;

const untold = (() => () => undefined) as unknown as ForeignKeyDecorator;

/**
 * TypeORM's `@ForeignKey`, which 0.3.20 does not have yet. There the entities say nothing of their keys: migrations make the tables,
 * and `synchronize` leaves them alone.
 */
export const ForeignKey: ForeignKeyDecorator = (typeorm as { ForeignKey?: ForeignKeyDecorator }).ForeignKey ?? untold;
