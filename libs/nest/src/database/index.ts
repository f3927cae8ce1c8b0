export * from './database';
export * from './entities';
export * from './migrate';
