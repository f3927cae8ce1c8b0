import type { Scopes } from '@castellan/core';
import { Equal, FindOperator, Or, type ValueTransformer } from 'typeorm';
import { allOf, type ListedColumn, type ListedColumns } from './listed-columns';
import { scopeCondition, type QueriedColumn, type ScopeCondition } from './scope-condition';
import { toStored, transformersOf, type StoredColumn } from './stored-ids';

/**
 * Stands at a container's column in `find` options. It adds no condition: TypeORM tells it where the column is in the query, and
 * how it is transformed.
 */
export class ColumnOperator extends FindOperator<never> {
  private transformers: ValueTransformer[] = [];
  private path: string | null = null;

  constructor(readonly column: ListedColumn) {
    super('raw', [] as never, false, false);
    hideFields(this);
  }

  override get getSql(): (path: string) => string {
    return (path) => {
      this.path = path;
      return 'TRUE';
    };
  }

  override transformValue(transformer: ValueTransformer | ValueTransformer[]): void {
    this.transformers = transformersOf(transformer);
  }

  get stored(): StoredColumn {
    return { ...this.column, transformers: this.transformers };
  }

  /** Where TypeORM has just put the column. Invariant: what it told is forgotten then, so that no query uses another one's. */
  takePath(): string {
    const { path } = this;
    if (path === null) throw new Error(`The column of "${this.column.property}" is missing from the find options`);
    this.path = null;
    this.transformers = [];
    return path;
  }

  toJSON(): string {
    return 'a column that access depends on';
  }
}

/** Stands at the column of a row's own id in `find` options, and is the whole condition. */
export class AccessOperator extends FindOperator<never> {
  private transformers: ValueTransformer[] = [];
  private prepared: { readonly by: readonly unknown[]; readonly condition: ScopeCondition } | null = null;

  constructor(
    private readonly scopes: Scopes,
    private readonly own: ListedColumn,
    private readonly containers: readonly ColumnOperator[] | null,
  ) {
    super('raw', [] as never, true, true);
  }

  override transformValue(transformer: ValueTransformer | ValueTransformer[]): void {
    this.transformers = transformersOf(transformer);
  }

  override get objectLiteralParameters(): ScopeCondition['values'] {
    return this.condition.values;
  }

  override get getSql(): (path: string) => string {
    return (path) => {
      const { condition } = this;
      const queried = new Map([[this.own.property, queriedColumn(this.own.property, path)]]);
      for (const one of this.containers ?? []) {
        queried.set(one.column.property, queriedColumn(one.column.property, one.takePath()));
      }
      this.transformers = [];
      return condition.sql((property) => queried.get(property) as QueriedColumn);
    };
  }

  toJSON(): string {
    return 'what the member may access';
  }

  // TypeORM asks for values and text separately, and once for each of the host's alternatives.
  private get condition(): ScopeCondition {
    const columns: ListedColumns<StoredColumn> = {
      own: { ...this.own, transformers: this.transformers },
      containers: this.containers?.map(({ stored }) => stored) ?? null,
    };
    const by = allOf(columns).flatMap(({ property, transformers }) => [property, ...transformers]);
    const known = this.prepared;
    if (known?.by.length === by.length && known.by.every((one, at) => one === by[at])) return known.condition;
    const condition = scopeCondition(this.scopes, columns);
    this.prepared = { by, condition };
    return condition;
  }
}

/** A host's own value for a column, and our operator for it: both must hold. */
export class BothOperator extends FindOperator<never> {
  private hostOperator: FindOperator<unknown>;

  constructor(
    private readonly host: unknown,
    private readonly ours: FindOperator<never>,
  ) {
    super('and', [] as never, false, false);
    this.hostOperator = operatorOf(host);
  }

  // Or(...) is for its parentheses: TypeORM writes none around a host's `Raw` within And(...), and its OR would win over ours.
  override get value(): never {
    return [Or(this.hostOperator), this.ours] as never;
  }

  /** The two, without the parentheses. */
  get operators(): ReadonlyArray<FindOperator<unknown>> {
    return [this.hostOperator, this.ours];
  }

  override transformValue(transformer: ValueTransformer | ValueTransformer[]): void {
    this.ours.transformValue(transformer);
    if (this.host instanceof FindOperator) this.host.transformValue(transformer);
    // The host's plain value stays as it was, for the next query with the same options.
    else this.hostOperator = Equal(toStored(this.host, transformersOf(transformer)));
  }

  toJSON(): unknown {
    return this.host;
  }
}

const operatorOf = (host: unknown): FindOperator<unknown> => (host instanceof FindOperator ? host : Equal(host));

/**
 * Stands at a relation in `find` options and matches nothing. TypeORM accepts an operator there only where the row itself refers to one
 * other row; a relation to many would show rows of which only some containers are allowed. `rest` leads on to the column,
 * in case that this is not a relation but an embedded object.
 */
export class RelationOperator extends FindOperator<never> {
  constructor(rest: object) {
    super('raw', [] as never, false, false, () => 'FALSE');
    hideFields(this);
    Object.assign(this, rest);
  }
}

// TypeORM walks the keys of what it takes for an object with conditions.
function hideFields(operator: FindOperator<never>): void {
  for (const name of Object.keys(operator)) {
    Object.defineProperty(operator, name, { enumerable: false });
  }
}

/** A path is an alias and what of the property the alias has: all of it for a column of the row itself. */
function queriedColumn(property: string, path: string): QueriedColumn {
  if (path === property)
    throw new Error('whereAllowed is for find options: use andWhere(queryBuilder, ...) to change or delete rows');
  const alias = property.includes('.') ? relatedAlias(property, path) : null;
  return { matches: (test) => test(path), related: alias === null ? null : `NOT (("${alias}".*) IS NULL)` };
}

/** The alias that a relation was joined by; null for an embedded object, which is part of the row. */
function relatedAlias(property: string, path: string): string | null {
  const names = property.split('.');
  const at = names.findIndex((_, index) => path.endsWith(`.${names.slice(index).join('.')}`));
  if (at === -1) throw new Error(`The column of "${property}" is not a plain column: a list cannot follow it`);
  return at === 0 ? null : path.slice(0, -names.slice(at).join('.').length - 1).replaceAll('"', '""');
}
