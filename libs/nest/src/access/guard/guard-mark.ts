/** The mark of our guard, and of whatever extends it: known also to those that the guard needs, and across copies of the package. */
export const OUR_GUARD = Symbol.for('castellan:guard');

/** Whether a guard, or the class of one, is ours. */
export function isOurs(guard: unknown): boolean {
  const instance: unknown = typeof guard === 'function' ? guard.prototype : guard;
  return (instance as { readonly [OUR_GUARD]?: unknown } | null | undefined)?.[OUR_GUARD] === true;
}
