import { setTimeout as sleep } from 'node:timers/promises';
import { expected, type Answer } from './api';
import { ANSWERED, CONNECTED, copyOfBuild, type Cut } from './built-copy';
import { startInstance, type Instance } from './instance';
import { MovingAddress } from './moving-address';
import type { Options } from './options';
import { PrivatePostgres } from './private-postgres';
import { recovery, statusesOf, tally } from './recovery';
import { ask, ReplicatedPair } from './replicated-pair';
import { tell, type Result } from './report';
import { Scratch } from './scratch';
import { makeOrg } from './world';

const RIGHT_AGAIN_MS = 5_000;
const LAGS_MS = 3_000;
const ASKING = 12;

/** An address that leads to a primary and then to a standby that lags; with each check taken out, and with both. */
export async function standbyPart(scratch: Scratch, _server: string, { failovers }: Options): Promise<Result[]> {
  const fewer = Math.ceil(failovers / 3);
  return [
    await series(scratch, failovers),
    await series(scratch, fewer, {
      cuts: [CONNECTED],
      how: ', without the check of new connections (behind it: that of answers)',
    }),
    await series(scratch, fewer, { cuts: [ANSWERED], without: 'the checks of connections and of answers' }),
  ];
}

interface About {
  readonly cuts?: readonly Cut[];
  readonly without?: string;
  readonly how?: string;
}

async function series(outer: Scratch, tries: number, { cuts = [], without, how = '' }: About = {}): Promise<Result> {
  const scratch = new Scratch();
  outer.defer(() => scratch.clean());
  try {
    const failover = await Failover.begin(scratch, copyOfBuild(scratch, cuts));
    for (let at = 0; at < tries; at++) await failover.happen();
    return tell('standby', {
      tried: `the address leads to a standby that lags${how}`,
      ...failover.outcome(tries),
      without,
    });
  } finally {
    await scratch.clean();
  }
}

/** One of the questions that are asked while the standby lags; its answer must be a 503. */
interface Question {
  /** Whether it is about a member who was removed: then a 2xx, and a check that says so, is an allow. */
  readonly isLost?: boolean;
  readonly ask: (instance: Instance) => Promise<Answer>;
}

/** Two instances behind an address that moves from server to server. */
class Failover {
  private readonly statuses: number[] = [];
  private allows = 0;
  private readonly problems: string[] = [];
  private slowest = 0;
  private fewest = Infinity;

  private constructor(
    private readonly scratch: Scratch,
    private primary: PrivatePostgres,
    private readonly address: MovingAddress,
    private readonly instances: readonly Instance[],
  ) {}

  static async begin(scratch: Scratch, main: string): Promise<Failover> {
    const primary = await PrivatePostgres.start(scratch);
    const address = await MovingAddress.open(scratch, primary.url);
    const env = { DATABASE_URL: address.url(primary.url), DATA_DIR: '/nonexistent' };
    const instances = [await startInstance(scratch, main, env), await startInstance(scratch, main, env)];
    return new Failover(scratch, primary, address, instances);
  }

  /** The standby lags, members are removed, the address moves, all is asked; then the standby becomes the primary. */
  async happen(): Promise<void> {
    const [first] = this.instances as [Instance];
    const orgId = await makeOrg(first);
    const path = `/v1/orgs/${orgId}/iam`;
    const [removed, kept] = [
      ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'],
      ['k1', 'k2'],
    ];
    await join(first, path, [...removed, ...kept]);
    const pair = await ReplicatedPair.follow(this.primary, this.scratch);
    // Half of them are known to the instances, the others are not.
    await this.warm(path, [...removed.slice(3), ...kept]);
    await pair.stopReplay();
    for (const user of removed) expected(await first.as('alice').delete(`${path}/members/${user}`), 204);
    await pair.received();
    this.address.lead(pair.standby.url);
    await this.askAll(questions(path, removed, kept));
    await pair.promote();
    await this.primary.kill();
    this.primary = pair.standby;
    await this.expectRight(orgId, path, removed, kept);
  }

  outcome(times: number): Pick<Result, 'tries' | 'failures' | 'notes'> {
    const wrong = this.statuses.filter((status) => status !== 503);
    return {
      tries: this.statuses.length,
      failures: wrong.length + this.problems.length,
      notes: [
        `${times} times, ${this.instances.length} instances with ${this.fewest} connections or more before each`,
        `meanwhile ${statusesOf(tally(this.statuses))}, ${this.allows} x a removed member allowed`,
        `right again at the latest ${Math.round(this.slowest)} ms after the promotion`,
        ...this.problems.slice(0, 3),
      ].join('; '),
    };
  }

  private async warm(path: string, users: readonly string[]): Promise<void> {
    const each = this.instances.flatMap((instance) => users.map((user) => ({ instance, user })));
    const answers = each.flatMap(({ instance, user }) => [1, 2].map(() => instance.as(user).get(`${path}/policies`)));
    for (const answer of await Promise.all(answers)) expected(answer, 200);
    const open = `select count(*)::int from pg_stat_activity where application_name = 'castellan'`;
    this.fewest = Math.min(this.fewest, (await ask(this.primary.url, open))[0].count);
  }

  private async askAll(asked: readonly Question[]): Promise<void> {
    const until = performance.now() + LAGS_MS;
    const users = this.instances.flatMap((instance) =>
      Array.from({ length: ASKING }, async (_, user) => {
        for (let at = user; performance.now() < until; at++) {
          const { isLost = false, ask: question } = asked[at % asked.length] as Question;
          const { status, body } = await question(instance);
          this.statuses.push(status);
          if (isLost && status < 300 && body?.allowed !== false) this.allows += 1;
          await sleep(5);
        }
      }),
    );
    await Promise.all(users);
  }

  private async expectRight(orgId: string, path: string, removed: string[], kept: string[]): Promise<void> {
    for (const instance of this.instances) {
      const backMs = await recovery(instance, orgId);
      this.slowest = Math.max(this.slowest, backMs);
      if (backMs > RIGHT_AGAIN_MS) this.problems.push(`right again after ${Math.round(backMs)} ms`);
      for (const user of [...removed, ...kept]) {
        const { status } = await instance.as(user).get(`${path}/policies`);
        const right = kept.includes(user) ? 200 : 403;
        if (status !== right) this.problems.push(`after the promotion ${user} was answered ${status}`);
      }
    }
  }
}

/** Makes users members who may read policies. */
async function join(instance: Instance, path: string, users: readonly string[]): Promise<void> {
  const alice = instance.as('alice');
  const policy = expected(await alice.post(`${path}/policies`, { name: 'Read', permissions: ['policies:read'] }), 201);
  const body = { name: 'Reader', policy_ids: [policy.body.policy_id] };
  const { role_id } = expected(await alice.post(`${path}/roles`, body), 201).body;
  for (const user_id of users) expected(await alice.post(`${path}/members`, { user_id, role_ids: [role_id] }), 200);
}

/** What members who were removed, members who were not, an Admin, a stranger and a probe ask. */
function questions(path: string, removed: readonly string[], kept: readonly string[]): Question[] {
  const permission = 'policies:read';
  const list =
    (user: string): Question['ask'] =>
    (instance) =>
      instance.as(user).get(`${path}/policies`);
  const byAlice =
    (to: string, body: object): Question['ask'] =>
    (instance) =>
      instance.as('alice').post(to, body);
  return [
    ...removed.map((user) => ({ isLost: true, ask: list(user) })),
    ...removed.map((user_id) => ({ isLost: true, ask: byAlice(`${path}/check`, { user_id, permission }) })),
    ...[...kept, 'stranger', 'alice'].map((user) => ({ ask: list(user) })),
    { ask: byAlice(`${path}/policies`, { name: 'Late', permissions: [] }) },
    { ask: (instance) => instance.as('alice').get('/health/ready') },
  ];
}
