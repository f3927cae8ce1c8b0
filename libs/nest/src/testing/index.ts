export type { Access } from '../access/access';
export type { Stamps } from '../access/sources/grants-source';
export { accessOf } from './access-of';
export type { GivenMember } from './acting-member';
export { actAs } from './act-as';
export { expectOpenRoutes } from './expect-open-routes';
