export { accessOf, type GivenMember } from './access-of';
export { actAs } from './act-as';
