import type { ObjectLiteral, QueryBuilder, WhereExpressionBuilder } from 'typeorm';
import { entityColumn, type EntityColumn, type QueriedEntity } from './entity-columns';
import { allOf, listedColumns, type AccessColumns, type ListedAccess, type ListedColumn } from './listed-columns';
import { scopeCondition } from './scope-condition';

/** The columns of an entity in a query builder: of its main one, or of the one that a join has called `alias`. */
export interface AccessQueryColumns extends AccessColumns {
  readonly alias?: string;
}

/** A query builder that has conditions: of TypeORM's, those that select, update, delete and restore. */
export type ConditionalQueryBuilder = WhereExpressionBuilder &
  Pick<QueryBuilder<ObjectLiteral>, 'expressionMap' | 'escape'>;

/**
 * Limits a query builder to the rows that a member may do `type:action` on, whatever conditions are added before or after, and returns it.
 * It agrees with `whereAllowed`.
 * @throws Error for a permission that the schema does not have, and for a query builder or columns that cannot be limited;
 * CastellanError conflict `limit` when the permission is held on more ids than a list can be made by
 */
export function andWhere<Builder extends ConditionalQueryBuilder>(
  queryBuilder: Builder,
  access: ListedAccess,
  permission: string,
  columns: string | AccessQueryColumns,
): Builder {
  const { own, containers } = listedColumns(access.schema, permission, columns);
  const entity = queriedEntity(queryBuilder, typeof columns === 'string' ? undefined : columns.alias);
  const found = new Map<ListedColumn, EntityColumn>(
    allOf({ own, containers }).map((column) => [column, entityColumn(column, entity)]),
  );
  const stored = (column: ListedColumn) => (found.get(column) as EntityColumn).stored;
  const condition = scopeCondition(access.scopes(permission), {
    own: stored(own),
    containers: containers?.map(stored) ?? null,
  });
  const queried = new Map([...found].map(([{ property }, { queried }]) => [property, queried]));
  const sql = condition.sql((property) => queried.get(property) as EntityColumn['queried']);
  entity.builder.setParameters(condition.values);
  append(queryBuilder, entity.joined ? `(NOT ((${entity.prefix}*) IS NULL) AND ${sql})` : sql);
  return queryBuilder;
}

/**
 * Invariant: TypeORM puts this condition beside all others, each in parentheses. In `wheres` a later `where(...)` would replace ours, and an
 * `orWhere(...)` or a text with OR, before or after, would let rows past it.
 */
function append({ expressionMap }: ConditionalQueryBuilder, sql: string): void {
  const { extraAppendedAndWhereCondition: others } = expressionMap;
  expressionMap.extraAppendedAndWhereCondition = others ? `(${others}) AND ${sql}` : sql;
}

const TYPES: readonly string[] = ['select', 'update', 'delete', 'soft-delete', 'restore'];

function queriedEntity(
  queryBuilder: ConditionalQueryBuilder,
  alias: string | undefined,
): QueriedEntity & { readonly joined: boolean } {
  const builder = queryBuilder as unknown as QueryBuilder<ObjectLiteral>;
  const { queryType, mainAlias, aliases, aliasNamePrefixingEnabled } = builder.expressionMap;
  if (!TYPES.includes(queryType)) throw new Error(`andWhere cannot limit a query builder of type ${queryType}`);
  const { parentQueryBuilder: parent } = builder as unknown as { parentQueryBuilder?: QueryBuilder<ObjectLiteral> };
  // TypeORM takes only the ordinary conditions out of the query builder that it makes for Brackets.
  if (parent !== undefined && parent.expressionMap.mainAlias === mainAlias)
    throw new Error('andWhere must be given the query builder itself, not the one within Brackets');
  const queried = alias === undefined ? mainAlias : aliases.find(({ name }) => name === alias);
  if (queried?.hasMetadata !== true) throw new Error(`andWhere found no entity ${alias ?? 'in the query builder'}`);
  const joined = queried.name !== mainAlias?.name;
  if (joined && !aliasNamePrefixingEnabled) throw new Error(`andWhere cannot limit ${queryType} by another entity`);
  const prefix = aliasNamePrefixingEnabled ? `${builder.escape(queried.name)}.` : '';
  return { builder, metadata: queried.metadata, prefix, joined };
}
