/** One thing that was measured of deciding. */
export interface Line {
  readonly figure: string;
  readonly value: number;
  readonly unit: 'ns' | 'us' | 'ms' | 'B' | 'x';
  /** What is demanded: at most, or at least, a number. Absent where the figure is only reported. */
  readonly most?: number;
  readonly least?: number;
  readonly note?: string;
}
