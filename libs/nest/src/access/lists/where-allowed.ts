import type { FindOptionsWhere, ObjectLiteral } from 'typeorm';
import { AccessOperator, ColumnOperator } from './list-operators';
import { listedColumns, type AccessColumns, type ListedAccess } from './listed-columns';
import { mergedWhere, relationChecks, treeOf } from './merged-where';

/**
 * The `where` of a find for the rows that a member may do `type:action` on and that the host's own `where` selects. It agrees with
 * `access.can` on each row; what cannot be known is not shown, and so is not a row without a relation that a column is found by. Values are
 * bound parameters. It names no organisation: that condition is the host's.
 * @throws Error for a permission that the schema does not have, and for columns or conditions that cannot be combined; CastellanError
 * conflict `limit` when the permission is held on more ids than a list can be made by
 */
export function whereAllowed<Row extends ObjectLiteral = ObjectLiteral>(
  access: ListedAccess,
  permission: string,
  columns: string | AccessColumns,
  hostWhere?: NoInfer<FindOptionsWhere<Row> | Array<FindOptionsWhere<Row>>>,
): FindOptionsWhere<Row> | Array<FindOptionsWhere<Row>> {
  const { own, containers } = listedColumns(access.schema, permission, columns);
  const found = containers?.map((column) => new ColumnOperator(column)) ?? null;
  const condition = new AccessOperator(access.scopes(permission), own, found);
  const tree = treeOf([
    ...(found ?? []).map((operator) => [operator.column.property, operator] as const),
    [own.property, condition],
  ]);
  const where = mergedWhere(tree, hostWhere ?? {});
  const checks = [...(containers ?? []), own].flatMap(({ property }) => relationChecks(property));
  return checks.length === 0 ? where : [...checks, where].flat();
}
