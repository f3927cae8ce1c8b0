import autocannon, { type Result } from 'autocannon';
import { Client } from './client';
import { benchDatabases, type BenchDatabase } from './databases';
import { figure, type Figure } from './figure';
import type { Scratch } from './scratch';
import { startCastellan, startEmptyRoute, tokenOf, type ServerProcess } from './server-process';

interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly rates: number[];
  readonly means: number[];
  readonly p99s: number[];
  /** Of the server's process, milliseconds a request. */
  readonly cpus: number[];
}

const CONNECTIONS = 16;
const ROUNDS = 5;
const ROUND_SECONDS = 5;
const WARM_UP_SECONDS = 3;

/** The organisation and the Admin that a start makes. */
const [ORG, ADMIN] = ['acme', 'alice'];

const POLICY = {
  name: 'Deploy apps',
  description: 'Made for the bench',
  permissions: ['apps:*:read', 'apps:*:write', 'endpoints:*:read', 'endpoints:*:trigger'],
};

/** A guarded read beside the same framework's empty route. */
export async function http(scratch: Scratch): Promise<Figure[]> {
  const empty = contestant('empty route', await startEmptyRoute(scratch), '/empty', {});
  const guarded: Contestant[] = [];
  for (const database of await benchDatabases(scratch)) guarded.push(await guardedRead(scratch, database));
  const contestants = [empty, ...guarded];
  for (const each of contestants) await load(each, WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of contestants) {
      const before = each.server.cpuMs();
      const { requests, latency, '2xx': answers } = await load(each, ROUND_SECONDS);
      each.cpus.push((each.server.cpuMs() - before) / answers);
      each.rates.push(requests.average);
      each.means.push(latency.average);
      each.p99s.push(latency.p99);
    }
  }
  return byMeasure(contestants);
}

async function guardedRead(scratch: Scratch, database: BenchDatabase): Promise<Contestant> {
  const server = await startCastellan(scratch, database.env);
  const token = tokenOf(ADMIN);
  const client = new Client(server.url, token);
  const { body } = await client.post(`/v1/orgs/${ORG}/iam/policies`, POLICY);
  client.close();
  const path = `/v1/orgs/${ORG}/iam/policies/${String(body['policy_id'])}`;
  return contestant(`GET policy, ${database.kind}`, server, path, { authorization: `Bearer ${token}` });
}

function contestant(name: string, server: ServerProcess, path: string, headers: Record<string, string>): Contestant {
  return { name, server, path, headers, rates: [], means: [], p99s: [], cpus: [] };
}

async function load({ name, server, path, headers }: Contestant, duration: number): Promise<Result> {
  const result = await autocannon({ url: server.url + path, headers, connections: CONNECTIONS, duration });
  const bad = result.errors + result.timeouts + result.non2xx;
  if (bad > 0 || result['2xx'] === 0) throw new Error(`${name}: ${bad} requests failed`);
  return result;
}

function byMeasure(contestants: readonly Contestant[]): Figure[] {
  const measures = [
    { label: 'requests', unit: '/s', of: ({ rates }: Contestant) => rates },
    { label: 'mean latency', unit: 'ms', of: ({ means }: Contestant) => means },
    { label: 'p99 latency', unit: 'ms', of: ({ p99s }: Contestant) => p99s },
    { label: 'processor time a request', unit: 'ms', of: ({ cpus }: Contestant) => cpus },
  ] as const;
  return measures.flatMap(({ label, unit, of }) => {
    const figures: Figure[] = [];
    for (const each of contestants) {
      figures.push(figure(`${label}, ${each.name}`, unit, of(each), { comparedWith: figures[0] }));
    }
    return figures;
  });
}
