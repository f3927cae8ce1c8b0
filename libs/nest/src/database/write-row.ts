import { getMetadataArgsStorage } from 'typeorm';
import { affected, rows, type Sql } from './database';

type Entity<Row> = new () => Row;
type Values<Row> = { readonly [Column in keyof Row]?: unknown };

/** A table as its entity declares it. */
interface Table {
  readonly path: string;
  /** Each column, and whether it holds JSON. */
  readonly columns: ReadonlyMap<string, boolean>;
}

const tables = new Map<Entity<unknown>, Table>();

// Invariant: names are those that the entity declares, whatever naming strategy or `entityPrefix` a host's DataSource has.
// The metadata of the DataSource is not asked.
function tableOf(entity: Entity<unknown>): Table {
  const known = tables.get(entity);
  if (known !== undefined) return known;
  const declared = getMetadataArgsStorage();
  const columns = declared
    .filterColumns(entity)
    .map(({ propertyName, options }) => [propertyName, options.type] as const);
  const [{ schema, name } = {}] = declared.filterTables(entity);
  const table = {
    path: `${schema}.${name}`,
    columns: new Map(columns.map(([column, type]) => [column, type === 'jsonb'])),
  };
  tables.set(entity, table);
  return table;
}

/** SQL for all columns of an entity's table, which stands in the statement as `alias`. */
export const columnsOf = (entity: Entity<unknown>, alias: string): string =>
  [...tableOf(entity).columns.keys()].map((column) => `${alias}.${column}`).join(', ');

/** The columns of `values` that the table has, and what is sent for them; undefined leaves a column as it is. */
function written(table: Table, values: object): Array<readonly [column: string, value: unknown]> {
  return Object.entries(values).flatMap(([column, value]) => {
    const isJson = table.columns.get(column);
    if (isJson === undefined || value === undefined) return [];
    return [[column, isJson && value !== null ? JSON.stringify(value) : value] as const];
  });
}

/** Inserts a row; columns that are not given have their defaults. */
export async function insertRow<Row>(sql: Sql, entity: Entity<Row>, values: Values<Row>): Promise<void> {
  const table = tableOf(entity);
  const given = written(table, values);
  const [names, places] = [given.map(([column]) => column), given.map((_, at) => `$${at + 1}`)];
  const text = `insert into ${table.path} (${names.join(', ')}) values (${places.join(', ')})`;
  await rows(
    sql,
    text,
    given.map(([, value]) => value),
  );
}

/** Updates the rows with this key, and when they were updated; the number of rows. */
export function updateRows<Row extends { updated_at: Date }>(
  sql: Sql,
  entity: Entity<Row>,
  key: Values<Row>,
  values: Values<Row>,
): Promise<number> {
  const table = tableOf(entity);
  // Invariant: an undefined part of a key matches no row. It is never left out.
  const [where, set] = [Object.entries(key), written(table, values)];
  const conditions = where.map(([column], at) => `${column} = $${at + 1}`).join(' and ');
  const changes = set.map(([column], at) => `${column} = $${where.length + at + 1}, `).join('');
  const text = `update ${table.path} set ${changes}updated_at = now() where ${conditions}`;
  return affected(
    sql,
    text,
    [...where, ...set].map(([, value]) => value),
  );
}
