import * as typeorm from 'typeorm';

type ForeignKeyDecorator = typeof typeorm.ForeignKey;

const untold = (() => () => undefined) as unknown as ForeignKeyDecorator;

/**
 * TypeORM's `@ForeignKey`, which 0.3.20 does not have yet. There the entities say nothing of their keys: migrations make the tables,
 * and `synchronize` leaves them alone.
 */
export const ForeignKey: ForeignKeyDecorator = (typeorm as { ForeignKey?: ForeignKeyDecorator }).ForeignKey ?? untold;
