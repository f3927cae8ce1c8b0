import { parseArgs } from 'node:util';

/** What a run is told. */
export interface Options {
  readonly parts: readonly string[];
  /** Tries of each race. */
  readonly tries: number;
  /** kill -9 of the service on PostgreSQL, on the embedded database, and of PostgreSQL. */
  readonly kills: number;
  readonly embeddedKills: number;
  readonly postgresKills: number;
  /** How often an address moves to a standby that lags. */
  readonly failovers: number;
  readonly minutes: number;
  /** Changes of each way on which a right is gained and lost. */
  readonly changes: number;
  /** The guard of freshness that is taken out, `all` for one after the other. */
  readonly without?: string;
}

/** Reads the arguments; `FAULTS_QUICK=1` makes the defaults small. @throws when one is unknown */
export function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const;
  const numbers = {
    tries: text,
    kills: text,
    'embedded-kills': text,
    'postgres-kills': text,
    failovers: text,
    minutes: text,
    changes: text,
  };
  const { values, positionals } = parseArgs({ args, options: { ...numbers, without: text }, allowPositionals: true });
  const quick = process.env['FAULTS_QUICK'] === '1';
  const number = (name: keyof typeof numbers, usual: number, small: number): number => {
    const value = Number(values[name] ?? (quick ? small : usual));
    if (!(value > 0)) throw new Error(`--${name} must be a number over 0`);
    return value;
  };
  return {
    parts: positionals,
    tries: number('tries', 300, 20),
    kills: number('kills', 100, 5),
    embeddedKills: number('embedded-kills', 30, 3),
    postgresKills: number('postgres-kills', 10, 2),
    failovers: number('failovers', 5, 1),
    minutes: number('minutes', 10, 1),
    changes: number('changes', 1_000, 30),
    without: values.without,
  };
}
