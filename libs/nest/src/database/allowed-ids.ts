import type { AllowedIds } from '@castellan/core';
import { rows, type Sql } from './database';

/** A condition on `column`, and the parameters that it adds to those already there. */
export interface AllowedIdsCondition {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** The SQL of what a list may show, to be put behind other conditions; `used` parameters come before its own. */
export function allowedIdsCondition(allowed: AllowedIds, column: string, used: number): AllowedIdsCondition {
  const parameters: unknown[] = [];
  let text = '';
  if (allowed.only !== null) text += ` and ${column} = any($${used + parameters.push([...allowed.only])}::text[])`;
  if (allowed.except.length > 0)
    text += ` and ${column} <> all($${used + parameters.push([...allowed.except])}::text[])`;
  return { text, parameters };
}

const without = (ids: readonly string[], except: readonly string[]): string[] => {
  const left = new Set(except);
  return ids.filter((id) => !left.has(id));
};

/** A table whose exact number of rows in an organisation is kept in its state row. */
export interface CountedTable {
  readonly table: string;
  readonly key: string;
  readonly counter: 'policies' | 'roles' | 'members' | 'workspaces';
}

/** How many rows of an organisation a list may show, without counting more rows than the caller's grants name. */
export async function allowedTotal(
  sql: Sql,
  orgId: string,
  counted: CountedTable,
  allowed: AllowedIds,
): Promise<number> {
  const { table, key, counter } = counted;
  const among = `select count(*)::int from castellan.${table} where org_id = $1 and ${key} = any($2::text[])`;
  const [found] =
    allowed.only === null
      ? await rows<{ total: number }>(
          sql,
          `select ${counter} - (${among}) as total from castellan.organisation_state where org_id = $1`,
          [orgId, [...allowed.except]],
        )
      : await rows<{ total: number }>(sql, `select (${among}) as total`, [
          orgId,
          without(allowed.only, allowed.except),
        ]);
  return found?.total ?? 0;
}
