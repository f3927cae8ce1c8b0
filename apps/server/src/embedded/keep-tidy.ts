import type { Session } from './session';

const TABLES = `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'm') AND relpersistence <> 't'`;

type Log = (message: string, error?: unknown) => void;

/** Does what autovacuum and the checkpointer do elsewhere, every so many milliseconds; returns what ends it. */
export function keepTidy(session: Session, everyMs: number, log: Log): () => void {
  let stopped = false;
  let tidyAt: string | undefined;
  const round = async (): Promise<void> => {
    try {
      // An idle service is left alone: nothing was written while the log's end stands still.
      if ((await walPosition(session)) !== tidyAt) {
        await tidy(session);
        tidyAt = await walPosition(session);
      }
    } catch (error) {
      if (!stopped) log('The maintenance of the embedded database failed and will be tried again.', error);
    }
    if (!stopped) timer = later();
  };
  const later = (): NodeJS.Timeout => setTimeout(() => void round(), everyMs).unref();
  let timer = later();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

// One turn a table: a query blocks the event loop, and a VACUUM of all at once would be a pause that callers feel.
async function tidy(session: Session): Promise<void> {
  // First, because it must also happen when a table cannot be vacuumed: without it the log grows without end.
  await query(session, 'CHECKPOINT');
  for (const { name } of await query(session, TABLES)) {
    await query(session, `VACUUM (ANALYZE, SKIP_DATABASE_STATS) ${name}`);
  }
  await query(session, 'VACUUM (ONLY_DATABASE_STATS)');
  await query(session, 'CHECKPOINT');
}

async function walPosition(session: Session): Promise<string | undefined> {
  const [row] = await query(session, 'SELECT pg_current_wal_insert_lsn()::text AS name');
  return row?.name;
}

async function query(session: Session, sql: string): Promise<{ name: string }[]> {
  const { rows } = await session.run((lease) => lease.query(sql), Infinity);
  return rows as { name: string }[];
}
