import { FindOperator, Raw } from 'typeorm';
import { AccessOperator, BothOperator, RelationOperator } from './list-operators';

/** Our operators by property; a nested tree is about a relation or an embedded object. */
export type OperatorTree = ReadonlyMap<string, FindOperator<never> | OperatorTree>;

/** The tree with one operator at the end of each path, in the order of the paths. */
export function treeOf(operators: ReadonlyArray<readonly [path: string, operator: FindOperator<never>]>): OperatorTree {
  const tree = new Map<string, FindOperator<never> | OperatorTree>();
  for (const [path, operator] of operators) {
    const names = path.split('.');
    const last = names.pop() as string;
    const parent = names.reduce((parent, name) => {
      const child = parent.get(name) ?? new Map();
      if (child instanceof FindOperator) throw new Error(`A list cannot use both "${name}" and a property of it`);
      parent.set(name, child);
      return child as typeof parent;
    }, tree);
    if (parent.has(last)) throw new Error(`A list cannot use both "${last}" and a property of it`);
    parent.set(last, operator);
  }
  return tree;
}

/**
 * A host's `where` and our operators as one: both hold. An array is an OR: our operators go into each alternative, and an empty
 * array matches nothing (TypeORM would return all rows).
 * @throws Error for a host's condition on one of our properties that TypeORM would ignore, or that cannot be combined
 */
export function mergedWhere(ours: OperatorTree, host: unknown, at = ''): object {
  if (Array.isArray(host)) {
    if (host.length === 0) return mergedWhere(matchingNothing(ours), {}, at);
    return host.map((one) => (isRelationCheck(one) ? (one as object) : mergedWhere(ours, one, at)));
  }
  if (typeof host !== 'object' || host === null || host instanceof FindOperator)
    throw new Error(
      `The host's where${at && ` of "${at}"`} must be an object with conditions, or an array of such objects`,
    );
  const entries: Array<[string, unknown]> = [...ours].map(([key, operator]) => [
    key,
    key in host ? combined(operator, (host as Record<string, unknown>)[key], at + key) : only(operator, at + key),
  ]);
  // As TypeORM does, with what is inherited.
  for (const key in host) if (!ours.has(key)) entries.push([key, (host as Record<string, unknown>)[key]]);
  // Invariant: a condition comes after the columns that it depends on.
  const [last, first] = [entries.filter(([, one]) => holdsAccess(one)), entries.filter(([, one]) => !holdsAccess(one))];
  return unspreadable(Object.fromEntries([...first, ...last]));
}

/** What matches nothing, and makes TypeORM refuse a relation to many on the way to a column. */
export function relationChecks(path: string): object[] {
  const names = path.split('.');
  const nested = (from: readonly string[], end: object): object =>
    from.reduceRight<object>((inner, name) => ({ [name]: inner }), end);
  return names.slice(0, -1).map((_, at) => {
    const rest = nested(
      names.slice(at + 1),
      Raw(() => 'FALSE'),
    );
    const check = nested(names.slice(0, at + 1), new RelationOperator(rest));
    checks.add(check);
    return unspreadable(check);
  });
}

const checks = new WeakSet<object>();

const isRelationCheck = (alternative: unknown): boolean =>
  typeof alternative === 'object' && alternative !== null && checks.has(alternative);

const only = (operator: FindOperator<never> | OperatorTree, at: string): object =>
  operator instanceof FindOperator ? operator : mergedWhere(operator, {}, `${at}.`);

function combined(operator: FindOperator<never> | OperatorTree, host: unknown, at: string): object {
  if (host === undefined || host === null)
    throw new Error(`The host's condition on "${at}" is ${String(host)}: leave the key out, or use IsNull()`);
  if (!(operator instanceof FindOperator)) return mergedWhere(operator, host, `${at}.`);
  if (host instanceof FindOperator || typeof host !== 'object' || host instanceof Date || ArrayBuffer.isView(host))
    return new BothOperator(host, operator);
  throw new Error(`The host's condition on "${at}" must be a value or an operator, such as In([...])`);
}

const matchingNothing = (tree: OperatorTree): OperatorTree =>
  new Map(
    [...tree].map(([key, one]) => [
      key,
      one instanceof FindOperator
        ? new BothOperator(
            Raw(() => 'FALSE'),
            one,
          )
        : matchingNothing(one),
    ]),
  );

function holdsAccess(value: unknown): boolean {
  if (value instanceof AccessOperator) return true;
  if (value instanceof BothOperator) return value.operators.some(holdsAccess);
  if (typeof value !== 'object' || value === null || value instanceof FindOperator) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsAccess);
}

// `{ ...where, id }` would replace our condition. A spread and Object.assign copy symbols, which TypeORM does not look at.
function unspreadable<Where extends object>(where: Where): Where {
  const get = (): never => {
    throw new Error(
      'What whereAllowed returns must not be copied, because a key can then replace its condition. Give your own conditions as its last argument.',
    );
  };
  return Object.freeze(Object.defineProperty(where, Symbol('access condition'), { enumerable: true, get }));
}
