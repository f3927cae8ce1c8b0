import { oneOf } from './one-of';
import { converting, described, Rule } from './rule';

/** True or false in a body. */
export const flag: Rule = described({ type: Boolean }, (value) =>
  typeof value === 'boolean'
    ? []
    : [{ type: 'bool_type', loc: [], msg: 'Input should be a valid boolean', input: value }],
);

/** `true` or `false` in a query, converted to a boolean. */
export const queryFlag: Rule = converting(oneOf(['true', 'false']), (value) => value === 'true');
