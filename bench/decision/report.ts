/** One line of the report. */
export interface Line {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What is demanded: at most, or at least, a number. Absent where the figure is only reported. */
  readonly most?: number;
  readonly least?: number;
  readonly note?: string;
}

/** Whether a line is as demanded; null when nothing is. */
export function isMet({ value, most, least }: Line): boolean | null {
  if (most === undefined && least === undefined) return null;
  return value <= (most ?? Infinity) && value >= (least ?? -Infinity);
}

/** The lines as a Markdown table. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.figure,
    `${shown(line.value)} ${line.unit}`,
    line.most !== undefined ? `<= ${shown(line.most)}` : line.least !== undefined ? `>= ${shown(line.least)}` : '',
    { true: 'ok', false: '**missed**', null: '' }[String(isMet(line))] ?? '',
    line.note ?? '',
  ]);
  const all = [['figure', 'median', 'must', '', 'note'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(3, ...all.map((cells) => cells[at]?.length ?? 0)));
  const text = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [text(all[0]!), text(widths.map((width) => '-'.repeat(width))), ...rows.map(text)].join('\n');
}

const shown = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
