import type { ScopePattern, Scopes, ScopeTerm } from '@castellan/core';
import { allOf, type ListedColumns } from './listed-columns';
import { isOneOf, storedIds, type StoredColumn } from './stored-ids';

/** Where a column is in a query. */
export interface QueriedColumn {
  /** SQL that the column passes a test, which is given the column as it is written in SQL. */
  matches(test: (column: string) => string): string;
  /** SQL that the row has all relations on the way to the column; null for a column of its own. */
  readonly related: string | null;
}

/** A condition whose values are bound; `sql` is given where the columns are. */
export interface ScopeCondition {
  readonly values: Readonly<Record<string, readonly string[]>>;
  sql(queried: (property: string) => QueriedColumn): string;
}

type ConditionSql = (queried: (property: string) => QueriedColumn) => string;

let made = 0;

/** The rows that scopes reach. It agrees with `access.can` on each row; what cannot be known is not shown. */
export function scopeCondition(scopes: Scopes, columns: ListedColumns<StoredColumn>): ScopeCondition {
  // Names of parameters must differ within a query, and a query may have several of these conditions.
  const parameters = new Parameters(`castellan_${(made = (made + 1) % Number.MAX_SAFE_INTEGER)}`);
  const allowed = allowedRows(scopes, columns, parameters);
  const related: ConditionSql = (queried) =>
    allOf(columns)
      .flatMap(({ property }) => queried(property).related ?? [])
      .join(' AND ') || 'TRUE';
  return { values: parameters.values, sql: (queried) => `(${related(queried)} AND ${allowed(queried)})` };
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

function allowedRows(scopes: Scopes, columns: ListedColumns<StoredColumn>, parameters: Parameters): ConditionSql {
  const { all, only, except } = scopes;
  const nothing = !all && only.length === 0;
  // A deny that may or may not reach a row counts: see `context-missing`.
  if (nothing || (columns.containers === null && except.length > 0)) return () => 'FALSE';
  const shown: ConditionSql = all ? () => 'TRUE' : anyOf(only, columns, parameters);
  if (except.length === 0) return shown;
  const hidden = anyOf(except, columns, parameters);
  // A row without a container is null here, and must not be hidden by that.
  return (queried) => `${shown(queried)} AND NOT COALESCE(${hidden(queried)}, FALSE)`;
}

/**
 * That one of the patterns matches. Ids that stand alone in their pattern share a list. Of the others those within one scope
 * share a list, and so do the scopes with the same list: there are few branches and parameters, however many ids.
 */
function anyOf(
  patterns: readonly ScopePattern[],
  columns: ListedColumns<StoredColumn>,
  parameters: Parameters,
): ConditionSql {
  const single = patterns.flatMap((pattern) => (pattern.length === 1 ? pattern : []));
  const parts = [
    matching(single, columns, parameters),
    ...productsOf(patterns).map(({ inner, outer }): ConditionSql => {
      const [one, other] = [matching(inner, columns, parameters), matching(outer, columns, parameters)];
      return (queried) => `${one(queried)} AND ${other(queried)}`;
    }),
  ];
  return (queried) => `(${parts.map((part) => part(queried)).join(' OR ')})`;
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
function matching(
  terms: readonly ScopeTerm[],
  columns: ListedColumns<StoredColumn>,
  parameters: Parameters,
): ConditionSql {
  const parts = allOf(columns).flatMap((column): ConditionSql[] => {
    const ids = terms.filter((term) => (term.type ?? column.type) === column.type).map(({ id }) => id);
    const stored = storedIds(ids, column);
    if (stored.length === 0) return [];
    const parameter = parameters.add(stored);
    return [(queried) => queried(column.property).matches((sql) => isOneOf(sql, column.as, parameter))];
  });
  return (queried) => `(${parts.map((part) => part(queried)).join(' OR ') || 'FALSE'})`;
}
