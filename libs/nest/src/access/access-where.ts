import {
  parsePermissionName,
  type PermissionSchema,
  type ScopePattern,
  type Scopes,
  type ScopeTerm,
} from '@castellan/core';
import { Raw, type FindOperator } from 'typeorm';

/** What a member may do, as far as a list needs it. */
export interface ListedAccess {
  readonly schema: PermissionSchema;
  scopes(permission: string): Scopes;
}

/**
 * The properties of an entity that say which thing a row is (`id`), and what contains it: the property with its container's id,
 * or one property for each type where containers are in containers. Without `container` it is not known what contains a row.
 */
export interface AccessColumns<Id extends string = string> {
  readonly id: Id;
  readonly container?: string | Readonly<Record<string, string>>;
}

/** A thing that is asked about: its own type with its property, and those of its containers; null when they are not known. */
interface Columns {
  readonly own: Column;
  readonly containers: readonly Column[] | null;
}

interface Column {
  readonly type: string;
  readonly property: string;
}

let made = 0;

/**
 * The rows that a member may do `type:action` on, as a TypeORM condition on the `id` property: spread it into the `where` of a
 * find, or give it to a query builder's `where` or `andWhere`. It agrees with `access.can` on each row; what cannot be known is not
 * shown. Values are bound parameters. It names no organisation: that condition is the host's.
 * @throws Error for a permission that the schema does not have, or containers that do not fit its type; CastellanError
 * conflict `limit` when the permission is held on more ids than a list can be made by
 */
export function accessWhere<Id extends string>(
  access: ListedAccess,
  permission: string,
  columns: Id | AccessColumns<Id>,
): Record<Id, FindOperator<never>> {
  const name = parsePermissionName(permission);
  if (name === null || !access.schema.knows(name))
    throw new Error(`accessWhere: there is no permission "${permission}"`);
  const { id, container } = typeof columns === 'string' ? { id: columns } : columns;
  const places = { own: columnOf(name.type, id), containers: containersOf(access.schema, name.type, container) };
  // Names of parameters must differ within a query, and a query may have several of these conditions.
  const parameters = new Parameters(`castellan_${(made = (made + 1) % Number.MAX_SAFE_INTEGER)}`);
  const text = conditionOf(access.scopes(permission), places, parameters);
  const operator = Raw((path) => text(path), parameters.values) as FindOperator<never>;
  return { [id]: operator } as Record<Id, FindOperator<never>>;
}

function containersOf(
  schema: PermissionSchema,
  type: string,
  given: AccessColumns['container'],
): readonly Column[] | null {
  const types: string[] = [];
  for (let next = schema.containerOf(type); next !== null; next = schema.containerOf(next)) types.push(next);
  if (given === undefined) return types.length === 0 ? [] : null;
  const named = typeof given === 'string' ? { [types[0] ?? '']: given } : given;
  const fits = types.length === Object.keys(named).length && types.every((one) => Object.hasOwn(named, one));
  if (!fits) throw new Error(`accessWhere: what contains ${type} is ${types.join(' and ') || 'only the organisation'}`);
  return types.map((one) => columnOf(one, named[one]));
}

function columnOf(type: string, property: unknown): Column {
  const isProperty = typeof property === 'string' && /^[A-Za-z_][A-Za-z0-9_.]*$/.test(property);
  if (!isProperty) throw new Error(`accessWhere: ${JSON.stringify(property)} is no property of an entity`);
  return { type, property };
}

/** Bound values, each under a name of its own. */
class Parameters {
  readonly values: Record<string, readonly string[]> = {};
  private count = 0;

  constructor(private readonly prefix: string) {}

  add(ids: readonly string[]): string {
    const name = `${this.prefix}_${this.count++}`;
    this.values[name] = ids;
    return `:${name}`;
  }
}

/** SQL about a row; `path` is its `alias.property`, as TypeORM gives and replaces it. */
type Sql = (path: string) => string;

function conditionOf(scopes: Scopes, columns: Columns, parameters: Parameters): Sql {
  const { all, only, except } = scopes;
  const nothing = !all && only.length === 0;
  // A deny that may or may not reach a row counts: see `context-missing`.
  if (nothing || (columns.containers === null && except.length > 0)) return () => 'false';
  const shown = all ? null : anyOf(only, columns, parameters);
  const hidden = except.length === 0 ? null : anyOf(except, columns, parameters);
  return (path) =>
    [
      ...(shown === null ? [] : [shown(path)]),
      // A row without a container is null here, and must not be hidden by that.
      ...(hidden === null ? [] : [`not coalesce(${hidden(path)}, false)`]),
    ].join(' and ') || 'true';
}

/**
 * That one of the patterns matches. Ids that stand alone in their pattern share a list. Of the others those within one scope
 * share a list, and so do the scopes with the same list: there are few branches and parameters, however many ids.
 */
function anyOf(patterns: readonly ScopePattern[], columns: Columns, parameters: Parameters): Sql {
  const single = patterns.flatMap((pattern) => (pattern.length === 1 ? pattern : []));
  const parts = [
    matching(single, columns, parameters),
    ...productsOf(patterns).map(({ inner, outer }) => {
      const [one, other] = [matching(inner, columns, parameters), matching(outer, columns, parameters)];
      return (path: string) => `${one(path)} and ${other(path)}`;
    }),
  ];
  return (path) => `(${parts.map((part) => part(path)).join(' or ')})`;
}

/** Patterns of two terms as products: each of the inner terms within each of the outer ones. */
interface Product {
  readonly inner: readonly ScopeTerm[];
  readonly outer: ScopeTerm[];
}

function productsOf(patterns: readonly ScopePattern[]): Product[] {
  const byOuter = new Map<string, { readonly outer: ScopeTerm; readonly inner: Map<string, ScopeTerm> }>();
  for (const [inner, outer] of patterns) {
    if (inner === undefined || outer === undefined) continue;
    const key = textOf(outer);
    const group = byOuter.get(key) ?? { outer, inner: new Map<string, ScopeTerm>() };
    byOuter.set(key, group);
    group.inner.set(textOf(inner), inner);
  }
  const products = new Map<string, Product>();
  for (const { outer, inner } of byOuter.values()) {
    const key = [...inner.keys()].sort().join();
    const product = products.get(key) ?? { inner: [...inner.values()], outer: [] };
    products.set(key, product);
    product.outer.push(outer);
  }
  return [...products.values()];
}

const textOf = ({ type, id }: ScopeTerm): string => JSON.stringify([type, id]);

/** That one of the terms is a row's id, or the id of one of its containers. */
function matching(terms: readonly ScopeTerm[], { own, containers }: Columns, parameters: Parameters): Sql {
  const parts = [own, ...(containers ?? [])].flatMap(({ type, property }) => {
    const ids = terms.filter((term) => (term.type ?? type) === type).map(({ id }) => id);
    return ids.length === 0 ? [] : [{ property, parameter: parameters.add(ids) }];
  });
  if (parts.length === 0) return () => 'false';
  return (path) => {
    const alias = path.slice(0, path.length - own.property.length);
    const equal = parts.map(({ property, parameter }) => `cast(${alias}${property} as text) = any(${parameter})`);
    return `(${equal.join(' or ')})`;
  };
}
