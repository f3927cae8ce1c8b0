/** One measured thing. */
export interface Figure {
  readonly figure: string;
  /** What is demanded, in words; null where the figure is only reported. */
  readonly must: string | null;
  readonly unit: 'ms' | '/s';
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
  /** Against the figure that it is compared with, null where there is none. */
  readonly ratio: number | null;
  /** Whether what is demanded was reached; null where nothing is. */
  readonly ok: boolean | null;
}

/** Where a figure stands beside the samples: what it is compared with, and what it must reach. */
export interface Demand {
  readonly comparedWith?: Figure;
  readonly maxRatio?: number;
  readonly maxMs?: number;
}

/** Sums samples up as a figure. */
export function figure(name: string, unit: Figure['unit'], samples: readonly number[], demand: Demand = {}): Figure {
  const { comparedWith, maxRatio, maxMs } = demand;
  const median = medianOf(samples);
  const ratio = comparedWith === undefined ? null : median / comparedWith.median;
  const limits = [
    { most: maxMs, is: median, words: `< ${maxMs?.toLocaleString('en')} ms` },
    { most: maxRatio, is: ratio ?? Infinity, words: `ratio <= ${maxRatio}` },
  ].filter(({ most }) => most !== undefined);
  return {
    figure: name,
    must: limits.length === 0 ? null : limits.map(({ words }) => words).join(', '),
    unit,
    median,
    min: Math.min(...samples),
    max: Math.max(...samples),
    samples: samples.length,
    ratio,
    ok: limits.length === 0 ? null : limits.every(({ most, is }) => is <= (most ?? 0)),
  };
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const header = ['figure', 'must', 'median (min to max; samples)', 'ratio', ''];
  const body = figures.map((each) => [
    each.figure,
    each.must ?? '',
    `${shown(each.median)} ${each.unit} (${shown(each.min)} to ${shown(each.max)}; ${each.samples})`,
    each.ratio?.toFixed(2) ?? '',
    each.ok === null ? '' : each.ok ? 'ok' : '**missed**',
  ]);
  const widths = header.map((_, at) => Math.max(3, ...[header, ...body].map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function medianOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : value < 100 ? 2 : 0 });
}
