/** Settings that had another name. */
export const RENAMED: Readonly<Partial<Record<string, string>>> = { OPERATORS: 'PLATFORM_ADMINS' };

/** The shortest setting that is looked for: shorter names are too like others that have nothing to do with us. */
const SHORTEST = 8;

/** Whether a name is a setting's but for the case, or for one character too many, too few, wrong or exchanged with its neighbour. */
export function isMisspelled(name: string, setting: string): boolean {
  if (name === setting || setting.length < SHORTEST) return false;
  const [one, other] = [name.toUpperCase(), setting];
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [left, right] = [one.slice(start), other.slice(start)];
  const isExchanged = left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left.length > 1 && isExchanged)
  );
}
