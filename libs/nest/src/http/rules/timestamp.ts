import { valueError } from '@castellan/core';
import { converting, described, Rule } from './rule';
import { notText } from './text';

const ISO =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment of the years 1 to 9999, in ISO 8601 with a zone (RFC 3339, seconds optional, no leap second); converted to a Date. */
export const timestamp: Rule = converting(
  described({ type: String, format: 'date-time' }, (value) => {
    if (typeof value !== 'string') return [notText(value)];
    if (isMoment(value)) return [];
    return [valueError([], 'must be an ISO 8601 date and time with a zone, such as 2026-01-31T12:00:00Z', value)];
  }),
  (value) => new Date(value as string),
);

function isMoment(value: string): boolean {
  const [, year, month, day] = ISO.exec(value) ?? [];
  if (year === undefined || Number(day) > daysIn(Number(year), Number(month))) return false;
  // PostgreSQL has no year 0, and a zone can move the moment out of the four digits.
  const utcYear = new Date(value).getUTCFullYear();
  return utcYear >= 1 && utcYear <= 9999;
}

// The calendar repeats every 400 years; Date.UTC takes a year below 100 for one of the 1900s.
const daysIn = (year: number, month: number): number => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
