/** What is wrong with the value of an option, to be read after its name; null when nothing is. */
export type OptionCheck = (value: unknown) => string | null;

const found = (value: unknown): string => {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return `not ${text.slice(0, 100)}`;
};

const must =
  (is: (value: unknown) => boolean, what: string): OptionCheck =>
  (value) =>
    is(value) ? null : `must be ${what}, ${found(value)}`;

export const aFunction = must((value) => typeof value === 'function', 'a function');

export const aBoolean = must((value) => typeof value === 'boolean', 'true or false');

const isInteger = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;

export const anInteger = must(isInteger(0), 'an integer of 0 or more');

export const aPositiveInteger = must(isInteger(1), 'an integer of 1 or more');

/** One of some texts. */
export const oneOf = (...texts: readonly string[]): OptionCheck =>
  must((value) => texts.includes(value as string), texts.map((text) => `'${text}'`).join(' or '));

/** A list, each of whose entries is a text that fits. */
export const listOf = (fits: (text: string) => boolean, what: string): OptionCheck =>
  must(
    (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && fits(one)),
    `a list of ${what}`,
  );

/** An object with these methods. */
export const anObject = (...methods: readonly string[]): OptionCheck =>
  must(
    (value) => methods.every((name) => typeof (Object(value) as Record<string, unknown>)[name] === 'function'),
    `an object with ${methods.join(' and ')}`,
  );

/** Null, or what else is checked. */
export const orNull =
  (check: OptionCheck): OptionCheck =>
  (value) =>
    value === null ? null : check(value);
