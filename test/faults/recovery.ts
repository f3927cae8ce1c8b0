import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from './instance';

const PATIENCE_MS = 60_000;
const IN_A_ROW = 10;

/** How long it takes from now until the first of ten good reads and writes in a row; at most a minute. */
export async function recovery(instance: Instance, orgId: string): Promise<number> {
  const start = performance.now();
  const alice = instance.as('alice');
  let first = start;
  for (let good = 0; good < IN_A_ROW && performance.now() - start < PATIENCE_MS;) {
    const asked = performance.now();
    const read = await alice.get(`/v1/orgs/${orgId}/iam/me`);
    const name = `Again ${Math.random()}`;
    const write = await alice.post(`/v1/orgs/${orgId}/workspaces`, { name });
    if (read.status === 200 && write.status === 201) {
      if (good++ === 0) first = performance.now();
    } else {
      good = 0;
      first = asked + PATIENCE_MS;
      await sleep(20);
    }
  }
  return first - start;
}

/** Statuses with how often each came, as text; 0 is no answer. */
export const statusesOf = (statuses: ReadonlyMap<number, number>): string =>
  [...statuses]
    .toSorted(([one], [other]) => one - other)
    .map(([status, often]) => `${often} x ${status}`)
    .join(', ');

/** Counts statuses. */
export function tally(statuses: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

const KNOWN =
  /ECONNREFUSED|ECONNRESET|Connection terminated|exceeded when trying to connect|starting up|shutting down|terminating/;

/** What the service logged as errors, but for those of a database that is away, each once. */
export function unexpectedErrors(instance: Instance): string {
  const messages = instance
    .output()
    .split('\n')
    .flatMap((line) => /"msg":"(.*?)"/.exec(line)?.[1] ?? []);
  return `logged: ${[...new Set(messages)].filter((message) => !KNOWN.test(message)).join(' | ')}`;
}
