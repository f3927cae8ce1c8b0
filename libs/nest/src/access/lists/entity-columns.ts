import type { EntityMetadata, ObjectLiteral, QueryBuilder } from 'typeorm';
import type { ListedColumn } from './listed-columns';
import type { QueriedColumn } from './scope-condition';
import { transformersOf, type StoredColumn } from './stored-ids';

/** A column of an entity, as a query builder has it. */
export interface EntityColumn {
  readonly stored: StoredColumn;
  readonly queried: QueriedColumn;
}

/** What a query builder's column is written with. */
export interface QueriedEntity {
  readonly builder: QueryBuilder<ObjectLiteral>;
  readonly metadata: EntityMetadata;
  /** Stands before the names of the entity's columns, with its dot. */
  readonly prefix: string;
}

/**
 * Finds a property's column; relations on the way are followed by subqueries, so that the host's joins, pages and locks stay as they are.
 * @throws Error for a property that the entity does not have, or that is not one column, and for a relation to many
 */
export function entityColumn(column: ListedColumn, { builder, metadata, prefix }: QueriedEntity): EntityColumn {
  const found = find(column.property, { builder, metadata, prefix }, 1);
  return { stored: { ...column, transformers: found.transformers }, queried: found };
}

interface FoundColumn extends QueriedColumn {
  readonly transformers: StoredColumn['transformers'];
}

function find(path: string, entity: QueriedEntity, depth: number): FoundColumn {
  const { builder, metadata, prefix } = entity;
  // Relations first: `project.id` is a column of the related row, even where TypeORM keeps it in the row that refers to it.
  const relation = metadata.relations.find(({ propertyPath }) => path.startsWith(`${propertyPath}.`));
  if (relation !== undefined) return findRelated(path, relation, entity, depth);
  const column = metadata.findColumnWithPropertyPathStrict(path);
  if (column === undefined) throw new Error(`${metadata.name} has no column "${path}"`);
  if (column.isVirtualProperty) throw new Error(`"${path}" of ${metadata.name} is computed: a list cannot compare it`);
  const sql = prefix + builder.escape(column.databaseName);
  return { transformers: transformersOf(column.transformer), related: null, matches: (test) => test(sql) };
}

type Relation = EntityMetadata['relations'][number];

function findRelated(path: string, relation: Relation, { builder, prefix }: QueriedEntity, depth: number): FoundColumn {
  if (!relation.isManyToOne && !relation.isOneToOneOwner)
    throw new Error(`A list cannot follow "${relation.propertyPath}": the row must refer to one other row`);
  const metadata = relation.inverseEntityMetadata;
  const alias = builder.escape(`castellan_${depth}`);
  const related: QueriedEntity = { builder, metadata, prefix: `${alias}.` };
  const found = find(path.slice(relation.propertyPath.length + 1), related, depth + 1);
  const names = (columns: ReadonlyArray<string | undefined>, before: string): string =>
    columns.map((name) => before + builder.escape(name as string)).join(', ');
  const here = names(
    relation.joinColumns.map(({ databaseName }) => databaseName),
    prefix,
  );
  const there = names(
    relation.joinColumns.map(({ referencedColumn }) => referencedColumn?.databaseName),
    related.prefix,
  );
  const table = metadata.tablePath
    .split('.')
    .map((name) => builder.escape(name))
    .join('.');
  const present = presence(related);
  const among = (condition: string): string =>
    `((${here}) IN (SELECT ${there} FROM ${table} ${alias} WHERE ${present} AND ${condition}))`;
  return {
    transformers: found.transformers,
    matches: (test) => among(found.matches(test)),
    related: among(found.related ?? 'TRUE'),
  };
}

/** As in TypeORM's joins, a row that is softly deleted is not there, unless the query asks for those. */
function presence({ builder, metadata, prefix }: QueriedEntity): string {
  const { deleteDateColumn } = metadata;
  if (deleteDateColumn === undefined || builder.expressionMap.withDeleted) return 'TRUE';
  return `${prefix}${builder.escape(deleteDateColumn.databaseName)} IS NULL`;
}
