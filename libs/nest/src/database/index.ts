export * from '../audit/verify';
export * from './committed-changes';
export * from './database';
export * from './entities';
export * from './migrate';
