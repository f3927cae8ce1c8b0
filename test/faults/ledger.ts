import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api } from './api';
import type { Instance } from './instance';
import { adminOf } from './world';

/** What a policy is known to be: its description as acknowledged, and what an unanswered request may have made of it. */
interface Known {
  id: string | null;
  /** null: deleted. undefined: never acknowledged. */
  stored: string | null | undefined;
  /** What the request that got no answer would leave; absent when every request was answered. */
  maybe?: { readonly left: string | null };
}

/** Runs one query past the service. */
export type Query = (text: string, parameters: unknown[]) => Promise<any[]>;

/** Writes policies of one organisation, a team, from several workers, and remembers what was acknowledged. */
export class Ledger {
  /** By name. */
  private readonly known = new Map<string, Known>();
  readonly statuses = new Map<number, number>();
  acknowledged = 0;
  private over = false;
  private readonly workers: Promise<void>[] = [];

  constructor(
    readonly orgId: string,
    private readonly instance: () => Instance,
  ) {}

  start(workers: number): void {
    for (let worker = 0; worker < workers; worker++) this.workers.push(this.work(worker));
  }

  /** Lets every worker end its request. */
  async end(): Promise<void> {
    this.over = true;
    await Promise.all(this.workers);
  }

  private async work(worker: number): Promise<void> {
    for (let at = 0; !this.over; at++) {
      const name = `Policy ${worker}.${at}`;
      const policy: Known = { id: null, stored: undefined };
      this.known.set(name, policy);
      const path = `/v1/orgs/${this.orgId}/iam/policies`;
      const api = (): Api => this.instance().as(adminOf(worker));
      const body = { name, description: 'made', permissions: ['apps:read'] };
      const made = await this.note(policy, 'made', 201, () => api().post(path, body));
      policy.id = made?.body.policy_id ?? null;
      if (made === null || this.over) continue;
      const changed = { description: `changed ${at}`, permissions: ['apps:read', 'apps:write'] };
      const put = await this.note(policy, changed.description, 200, () => api().put(`${path}/${policy.id}`, changed));
      if (put === null || this.over || at % 2 === 0) continue;
      await this.note(policy, null, 204, () => api().delete(`${path}/${policy.id}`));
    }
  }

  /** The answer when it acknowledges; null when it does not, and then the policy may be either. */
  private async note(
    policy: Known,
    left: string | null,
    status: number,
    send: () => Promise<Answer>,
  ): Promise<Answer | null> {
    const answer = await send();
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    if (answer.status !== status) {
      // 503 says that the change may have been made when its answer was lost.
      policy.maybe = { left };
      await sleep(20);
      return null;
    }
    policy.stored = left;
    this.acknowledged++;
    return answer;
  }

  /** What in the database is not as acknowledged, or not whole; nothing when all is. */
  async problems(query: Query): Promise<string[]> {
    const [state] = await query(
      `select s.revision::int, s.audit_seq::int, s.audit_head, s.policies, s.roles, s.members,
              (select count(*)::int from castellan.policy p where p.org_id = s.org_id) as policies_there,
              (select count(*)::int from castellan.role r where r.org_id = s.org_id) as roles_there,
              (select count(*)::int from castellan.member m where m.org_id = s.org_id) as members_there
         from castellan.organisation_state s where s.org_id = $1`,
      [this.orgId],
    );
    const audit = await query(
      'select seq::int, revision::int, entry, prev_hash, hash from castellan.audit_entry where org_id = $1 order by seq',
      [this.orgId],
    );
    const stored = await query(
      'select policy_id, name, description, permissions from castellan.policy where org_id = $1 and not builtin',
      [this.orgId],
    );
    return [...countersOff(state), ...chainBroken(state, audit), ...this.replayed(audit, stored), ...this.lost(stored)];
  }

  /** An acknowledged write that is not there, or a half one. */
  private lost(stored: any[]): string[] {
    const there = new Map(stored.map((row) => [row.name, row]));
    return [...this.known].flatMap(([name, { stored: expected, maybe }]) => {
      const now: string | null = there.get(name)?.description ?? null;
      if (now === (expected ?? null) || (maybe !== undefined && now === maybe.left)) return [];
      return [`lost: ${name} is ${now}, and was acknowledged as ${expected}`];
    });
  }

  /** The audit log, replayed, gives the policies that are there: each write has its entry, each entry its write. */
  private replayed(audit: any[], stored: any[]): string[] {
    const replay = new Map<string, string>();
    for (const { entry } of audit) {
      const { target, after } = JSON.parse(entry);
      if (target.type !== 'policies' || after?.is_builtin) continue;
      if (after === null) replay.delete(target.id);
      else replay.set(target.id, JSON.stringify([after.name, after.description, after.permissions]));
    }
    const there = new Map(
      stored.map((row) => [row.policy_id, JSON.stringify([row.name, row.description, row.permissions])]),
    );
    const ids = new Set([...replay.keys(), ...there.keys()]);
    return [...ids]
      .filter((id) => replay.get(id) !== there.get(id))
      .map((id) => `torn: ${id} is ${there.get(id)}, audited as ${replay.get(id)}`);
  }
}

const countersOff = (state: any): string[] =>
  ['policies', 'roles', 'members']
    .filter((what) => state[what] !== state[`${what}_there`])
    .map((what) => `the counter of ${what} is off`);

function chainBroken(state: any, audit: any[]): string[] {
  let previous = '';
  for (const [at, { seq, entry, prev_hash, hash }] of audit.entries()) {
    const right = createHash('sha256').update(previous).update('\n').update(entry).digest('hex');
    if (seq !== at + 1 || prev_hash !== previous || hash !== right) return [`the audit chain breaks at ${seq}`];
    previous = hash;
  }
  const last = audit.at(-1);
  const isHead = state.audit_seq === last.seq && state.audit_head === previous && state.revision === last.revision;
  return isHead ? [] : ['the head of the audit chain is not its last entry'];
}
