/** One measured thing. */
export interface Figure {
  readonly figure: string;
  /** What is demanded, in words; null where the figure is only reported. */
  readonly must: string | null;
  readonly unit: Unit;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
  /** Against the figure that it is compared with, null where there is none. */
  readonly ratio: number | null;
  /** Whether what is demanded was reached; null where nothing is. */
  readonly ok: boolean | null;
  readonly note: string | null;
}

/** What a figure is counted in; `x` is a number of times. */
export type Unit = 'ns' | 'us' | 'ms' | '/s' | 'B' | 'x';

/** Where a figure stands beside the samples: what it is compared with, and what it must reach. */
export interface Demand {
  readonly comparedWith?: Figure;
  readonly maxRatio?: number;
  readonly minRatio?: number;
  /** The most, or the least, that the median may be. */
  readonly most?: number;
  readonly least?: number;
  readonly note?: string;
}

/** Sums samples up as a figure. */
export function figure(name: string, unit: Unit, samples: readonly number[], demand: Demand = {}): Figure {
  const median = medianOf(samples);
  const ratio = demand.comparedWith === undefined ? null : median / demand.comparedWith.median;
  const limits = limitsOf(demand, unit, { median, ratio });
  return {
    figure: name,
    must: limits.length === 0 ? null : limits.map(({ words }) => words).join(', '),
    unit,
    median,
    min: Math.min(...samples),
    max: Math.max(...samples),
    samples: samples.length,
    ratio,
    ok: limits.length === 0 ? null : limits.every(({ met }) => met),
    note: demand.note ?? null,
  };
}

interface Limit {
  readonly words: string;
  readonly met: boolean;
}

/** What is demanded, in words, and whether it is met. */
function limitsOf(
  { most, least, maxRatio, minRatio }: Demand,
  unit: Unit,
  { median, ratio }: { median: number; ratio: number | null },
): Limit[] {
  const limits: Limit[] = [];
  if (most !== undefined) limits.push({ words: `<= ${shown(most)} ${unit}`, met: median <= most });
  if (least !== undefined) limits.push({ words: `>= ${shown(least)} ${unit}`, met: median >= least });
  if (maxRatio !== undefined) limits.push({ words: `ratio <= ${maxRatio}`, met: ratio !== null && ratio <= maxRatio });
  if (minRatio !== undefined) limits.push({ words: `ratio >= ${minRatio}`, met: ratio !== null && ratio >= minRatio });
  return limits;
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const header = ['figure', 'must', 'median (min to max; samples)', 'ratio', '', 'note'];
  const body = figures.map((each) => [
    each.figure,
    each.must ?? '',
    `${shown(each.median)} ${each.unit}${spread(each)}`,
    each.ratio?.toFixed(2) ?? '',
    each.ok === null ? '' : each.ok ? 'ok' : '**missed**',
    each.note ?? '',
  ]);
  const columns = figures.some(({ note }) => note !== null) ? header.length : header.length - 1;
  const [top, ...lines] = [header, ...body].map((cells) => cells.slice(0, columns));
  const all = [top as string[], ...lines];
  const widths = header.slice(0, columns).map((_, at) => Math.max(3, ...all.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(top as string[]), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n');
}

const spread = ({ min, max, samples }: Figure): string =>
  samples === 1 ? '' : ` (${shown(min)} to ${shown(max)}; ${samples})`;

/** The middle one of the samples. */
export function medianOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : value < 100 ? 2 : 0 });
}
