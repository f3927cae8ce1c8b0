import { isReservedUserId, isUserId, valueError } from '@castellan/core';
import { described, describedAs, Rule } from './rule';
import { notText, text } from './text';

const PRINTABLE = /^[\x21-\x7e]*$/;
const ORG_ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const length = text({ min: 1, max: 255 });

/** The id of a workspace or resource: 1 to 255 printable ASCII characters, 0x21 to 0x7E, so without spaces. */
export const identifier: Rule = describedAs(length, (value) => {
  const issues = length(value);
  if (issues.length > 0 || PRINTABLE.test(value as string)) return issues;
  return [valueError([], 'must be printable ASCII characters without spaces', value)];
});

/** The id of a user: like an identifier, but it may contain spaces inside. */
export const userId: Rule = describedAs(length, (value) => {
  const issues = length(value);
  if (issues.length > 0 || isUserId(value)) return issues;
  return [valueError([], 'must be printable ASCII characters, without a space at either end', value)];
});

/** The id of a user who is to become a member: not one that is reserved for service accounts or pending members. */
export const newUserId: Rule = describedAs(userId, (value) => {
  const issues = userId(value);
  if (issues.length > 0 || !isReservedUserId(value as string)) return issues;
  return [valueError([], 'must not begin with "sa-" or "pm-": these ids are reserved', value)];
});

/** The id of an organisation: lower case, 1 to 63 characters, safe in a path. */
export const orgId: Rule = described({ type: String, pattern: ORG_ID.source }, (value) => {
  if (typeof value !== 'string') return [notText(value)];
  if (ORG_ID.test(value)) return [];
  return [valueError([], 'must be 1 to 63 of a-z, 0-9, ".", "_" and "-", and start with a letter or digit', value)];
});
