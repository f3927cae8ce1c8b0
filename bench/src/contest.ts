import autocannon, { type Request, type Result } from 'autocannon';
import { figure, type Demand, type Figure } from './figure';
import type { ServerProcess } from './server-process';

/** A server that is asked the same as others, and what was measured of it. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  /** Asked one after the other, and again from the first. */
  readonly requests: readonly Request[];
  readonly rates: number[];
  readonly means: number[];
  readonly p99s: number[];
  /** Of the server's process, milliseconds a request. */
  readonly cpus: number[];
}

/** How contestants are loaded. */
export interface Rounds {
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** A contestant of which nothing is known yet. */
export function contestant(name: string, server: ServerProcess, requests: readonly Request[]): Contestant {
  return { name, server, requests, rates: [], means: [], p99s: [], cpus: [] };
}

/** Loads each contestant once a round, so that what disturbs one disturbs all. @throws Error when a request fails */
export async function contest(contestants: readonly Contestant[], given: Rounds): Promise<void> {
  const { rounds, seconds, warmUpSeconds } = given;
  for (const each of contestants) await load(each, given, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    for (const each of contestants) {
      const before = each.server.cpuMs();
      const { requests, latency, '2xx': answers } = await load(each, given, seconds);
      each.cpus.push((each.server.cpuMs() - before) / answers);
      each.rates.push(requests.average);
      each.means.push(latency.average);
      each.p99s.push(latency.p99);
    }
  }
}

/** The rates, latencies and processor times, each beside those of the first contestant. */
export function byMeasure(contestants: readonly Contestant[], demands: readonly Demand[] = []): Figure[] {
  const measures = [
    { label: 'requests', unit: '/s', of: ({ rates }: Contestant) => rates, demanded: true },
    { label: 'mean latency', unit: 'ms', of: ({ means }: Contestant) => means, demanded: false },
    { label: 'p99 latency', unit: 'ms', of: ({ p99s }: Contestant) => p99s, demanded: false },
    { label: 'processor time a request', unit: 'ms', of: ({ cpus }: Contestant) => cpus, demanded: false },
  ] as const;
  return measures.flatMap(({ label, unit, of, demanded }) => {
    const figures: Figure[] = [];
    contestants.forEach((each, at) => {
      const demand = { ...(demanded ? demands[at] : undefined), comparedWith: figures[0] };
      figures.push(figure(`${label}, ${each.name}`, unit, of(each), demand));
    });
    return figures;
  });
}

async function load({ name, server, requests }: Contestant, { connections }: Rounds, seconds: number): Promise<Result> {
  const result = await autocannon({ url: server.url, requests: [...requests], connections, duration: seconds });
  const bad = result.errors + result.timeouts + result.non2xx;
  if (bad > 0 || result['2xx'] === 0) throw new Error(`${name}: ${bad} requests failed`);
  return result;
}
