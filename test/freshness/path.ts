import { randomBytes } from 'node:crypto';
import { expected, type Answer, type Api } from '../faults/api';
import type { Instance } from '../faults/instance';
import type { World } from '../faults/world';

/** A way on which Bob gets a right and loses it again. */
export interface Path {
  readonly name: string;
  /** Makes an organisation in which it can be gone. */
  stage(given: Given): Promise<Staged>;
}

/** A path in an organisation of its own. */
export interface Staged {
  /** Gives Bob the right, or takes it, by what the path is about; done when that was acknowledged, and is in force. */
  set(has: boolean): Promise<unknown>;
  /** What Bob needs the right for: 200 or 403. Usually the audit log, with `audit:read`. */
  readonly asks?: string;
  /** Bob has the right at no moment, whichever way it is set: only who mixes two moments finds it. */
  readonly never?: true;
}

/** The right that most paths are about, and one that nobody asks for. */
export const READ = 'audit:*:read';
export const OTHER = 'apps:*:read';

/** An organisation, and short ways to fill it at the first instance. */
export class Given {
  private constructor(
    readonly world: World,
    readonly orgId: string,
  ) {}

  static async in(world: World): Promise<Given> {
    return new Given(world, await world.org());
  }

  get iam(): string {
    return `/v1/orgs/${this.orgId}/iam`;
  }

  /** The instance at which changes are made. */
  get writer(): Instance {
    return this.world.instances[0];
  }

  get alice(): Api {
    return this.writer.as('alice');
  }

  async put(path: string, body: object): Promise<Answer> {
    return acknowledged(await this.alice.put(this.iam + path, body));
  }

  async post(path: string, body: object): Promise<Answer> {
    return acknowledged(await this.alice.post(this.iam + path, body));
  }

  async delete(path: string): Promise<Answer> {
    return acknowledged(await this.alice.delete(this.iam + path));
  }

  /** Makes a policy and tells its id. */
  async policy(permission: string, effect = 'allow'): Promise<string> {
    const body = { name: `Policy ${randomBytes(6).toString('hex')}`, effect, permissions: [permission] };
    return (await this.post('/policies', body)).body.policy_id;
  }

  /** Makes a role of these policies and tells its id. */
  async role(policy_ids: readonly string[], more: object = {}): Promise<string> {
    const body = { name: `Role ${randomBytes(6).toString('hex')}`, policy_ids, ...more };
    return (await this.post('/roles', body)).body.role_id;
  }

  /** Makes a role that grants one permission, and tells its id. */
  async roleFor(permission: string): Promise<string> {
    return this.role([await this.policy(permission)]);
  }

  /** Makes Bob a member with these roles, and no others of his own. */
  bob(...role_ids: string[]): Promise<Answer> {
    return this.post('/members', { user_id: 'bob', role_ids });
  }
}

function acknowledged(answer: Answer): Answer {
  return answer.status >= 200 && answer.status < 300 ? answer : expected(answer, 200);
}
