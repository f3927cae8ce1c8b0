import type { DataSource } from 'typeorm';
import type { Statement } from './counted-statements';

/** What is read here of a node of a plan. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How many rows a reading statement takes from tables and functions; null for one that is not a plain reading. */
export async function touchedRows(database: DataSource, { text, values }: Statement): Promise<number | null> {
  // Explaining runs the statement: one that writes would write.
  if (!/^\s*(select|with)\b/i.test(text) || /\b(insert|update|delete|pg_notify|set_config)\b/i.test(text)) return null;
  const [row] = (await database.query(`explain (analyze, format json) ${text}`, [...values])) as [
    { 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] },
  ];
  return touchedBy(row['QUERY PLAN'][0].Plan);
}

function touchedBy(node: PlanNode): number {
  const isScan = / Scan$/.test(node['Node Type']) && !/^(Subquery|CTE|Bitmap Index) Scan$/.test(node['Node Type']);
  const seen =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = isScan ? seen * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, part) => sum + touchedBy(part), own);
}
