import type { Test } from 'supertest';
import { randomOf } from '../support/random';
import { ISSUER, type TestServer } from '../support/server';
import type { Team } from '../support/team';

const GROUPS = ['dev', 'ops', 'qa', 'all'];
const PERMISSIONS = [
  'apps:read',
  'apps:ws-1:write',
  'tools:*:manage',
  'endpoints:ws-2:trigger',
  'models:read',
  'apps:*',
];
const CONNECTION = { issuer: ISSUER, claim: 'tenant', value: 'acme' };

/** Makes changes at random through the API, and a few that are refused. */
export class History {
  /** How often each deed was answered with 2xx. */
  readonly done = new Map<string, number>();
  /** A whole number below a bound. */
  private readonly below: (bound: number) => number;
  private count = 0;
  private issued = Math.floor(Date.now() / 1_000) - 3_000;

  constructor(
    private readonly server: TestServer,
    private readonly team: Team,
    seed: number,
  ) {
    this.below = randomOf(seed);
  }

  /** Does so many deeds, one after the other. */
  async go(deeds: number): Promise<void> {
    await this.team.alice.put(`/v1/orgs/${this.team.orgId}`, { sso_connection: CONNECTION }).expect(200);
    for (let at = 0; at < deeds; at++) {
      const [name, deed] = this.pick(Object.entries(this.deeds));
      const { status } = await deed();
      if (status >= 500) throw new Error(`${name} was answered with ${status}`);
      if (status < 300) this.done.set(name, (this.done.get(name) ?? 0) + 1);
    }
  }

  /** What it can do. */
  get deedNames(): string[] {
    return Object.keys(this.deeds).sort();
  }

  private readonly deeds: Record<string, () => Test | Promise<{ status: number }>> = {
    makePolicy: () => this.send('post', 'policies', { name: this.name(), ...this.policy() }),
    changePolicy: async () => this.send('put', `policies/${await this.one('policy')}`, this.policy()),
    renamePolicy: async () => this.send('put', `policies/${await this.one('policy')}`, { name: this.name() }),
    deletePolicy: async () => this.send('delete', `policies/${await this.one('policy')}`),
    makeRole: async () => this.send('post', 'roles', { name: this.name(), ...(await this.role()) }),
    changeRole: async () => this.send('put', `roles/${await this.one('role')}`, await this.role()),
    attach: async () =>
      this.send('put', `roles/${await this.one('role')}`, { policy_ids: await this.some('policy', 4) }),
    mapRole: async () => this.send('put', `roles/${await this.one('role')}`, { sso_group_names: this.groups() }),
    deleteRole: async () => this.send('delete', `roles/${await this.one('role')}`),
    makeStatements: () => this.team.alice.post(this.face2(), { name: this.name(), policies: this.statements() }),
    changeStatements: async () =>
      this.team.alice.put(this.face2(await this.one('role')), { name: this.name(), policies: this.statements() }),
    renameStatements: async () => this.team.alice.put(this.face2(await this.one('role')), { name: this.name() }),
    assign: async () => this.send('post', 'members', await this.assignment()),
    assignMany: async () => {
      const members = await Promise.all(Array.from({ length: 8 }, () => this.assignment()));
      return this.send('post', 'members/batch', {
        members: [...new Map(members.map((member) => [member.user_id, member])).values()],
      });
    },
    give: async () => {
      const scope = this.pick(['*', 'ws-1', 'workspaces/ws-2', 'apps/a%2F1']);
      const expires_at = this.pick([undefined, undefined, null, '2100-01-01T00:00:00Z', this.soon()]);
      return this.send('put', `members/${this.user()}/roles/${await this.one('role')}`, { scope, expires_at });
    },
    take: async () => {
      const { user_id, role_id } = await this.held();
      return this.send('delete', `members/${user_id}/roles/${role_id}`);
    },
    suspend: () => this.send('put', `members/${this.user()}`, { status: this.pick(['active', 'suspended']) }),
    remove: () => this.send('delete', `members/${this.user()}`),
    come: () => {
      const claims = {
        groups: this.groups(),
        tenant: this.pick(['acme', 'acme', 'acme', 'other']),
        iat: ++this.issued,
      };
      return this.server.as(this.user(), claims).get(`${this.team.path}/me`);
    },
    reconnect: () =>
      this.team.alice.put(`/v1/orgs/${this.team.orgId}`, {
        name: this.name(),
        ...(this.below(10) < 3 && { sso_connection: this.pick([null, CONNECTION, CONNECTION]) }),
      }),
    makeWorkspace: () =>
      this.team.alice.post(this.workspaces(), { workspace_id: `ws-${++this.count % 30}`, name: this.name() }),
    changeWorkspace: async () =>
      this.team.alice.put(this.workspaces(await this.one('workspace')), { description: this.name() }),
    deleteWorkspace: async () => this.team.alice.delete(this.workspaces(await this.one('workspace'))),
    putResource: () => this.send('put', `resources/models/m-${++this.count % 20}`, { name: this.name() }),
    putApp: async () =>
      this.send('put', `resources/apps/a-${++this.count % 20}`, {
        name: this.name(),
        workspace_id: await this.one('workspace'),
        attributes: { n: this.count, é: ['x'] },
      }),
    changeSet: async () => this.send('post', 'changes', await this.changeSet()),
    restorePolicy: async () =>
      this.send('post', `policies/${await this.one('policy')}/restore`, { revision: await this.revision() }),
    restoreRole: async () =>
      this.send('post', `roles/${await this.one('role')}/restore`, { revision: await this.revision() }),
    revert: async () => this.send('post', `changes/${await this.revision(4)}/revert`, {}),
    deleteResource: () => this.send('delete', `resources/${this.pick(['models/m', 'apps/a'])}-${this.below(20)}`),
  };

  private send(method: 'post' | 'put' | 'delete', path: string, body?: object): Test {
    return this.team.alice[method](`${this.team.path}/${path}`, body);
  }

  private face2 = (roleId?: string): string =>
    `/organizations/${this.team.orgId}/roles${roleId === undefined ? '' : `/${roleId}`}`;

  private statements(): object[] {
    return this.some([0, 1, 2, 3], 3).map((at) => ({
      resources: [['apps'], ['tools', 'apps:ws-1'], ['models'], ['endpoints:ws-2']][at],
      actions: ['read'],
      effect: at === 3 ? 'deny' : 'allow',
    }));
  }

  private workspaces = (id?: string): string =>
    `/v1/orgs/${this.team.orgId}/workspaces${id === undefined ? '' : `/${id}`}`;

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  private some<T>(list: readonly T[], most: number): T[];
  private some(table: string, most: number): Promise<string[]>;
  private some<T>(from: readonly T[] | string, most: number): T[] | Promise<string[]> {
    if (typeof from === 'string') return this.ids(from).then((ids) => this.some(ids, most));
    const count = this.below(most + 1);
    return [...new Set(Array.from({ length: count }, () => this.pick(from)))].filter((one) => one !== undefined);
  }

  /** The id of something that is there: seldom a built-in, so that most deeds succeed. */
  private async one(table: string): Promise<string> {
    const ids = await this.ids(table);
    const own = ids.filter((id) => /-.{20}|^ws-/.test(id));
    return this.pick(this.below(10) < 9 && own.length > 0 ? own : ids) ?? 'nothing';
  }

  private async ids(table: string): Promise<string[]> {
    const rows: any[] = await this.server.dataSource.query(
      `select ${table}_id as id from castellan.${table} where org_id = $1 order by 1`,
      [this.team.orgId],
    );
    return rows.map(({ id }) => id);
  }

  /** An assignment that is there, of a role that no group gives. */
  private async held(): Promise<{ user_id: string; role_id: string }> {
    const rows: Array<{ user_id: string; role_id: string }> = await this.server.dataSource.query(
      `select user_id, role_id from castellan.assignment
        where org_id = $1 and origin <> 'sso' and role_id <> 'rl-admin' order by user_id, role_id`,
      [this.team.orgId],
    );
    return this.pick(rows) ?? { user_id: 'nobody', role_id: 'nothing' };
  }

  /** One of the last `among` revisions, or of all. */
  private async revision(among = Infinity): Promise<string> {
    const present = await this.team.revision();
    const [epoch] = (await this.team.revisionText()).split('.');
    return `${epoch}.${present - this.below(Math.min(among, present))}`;
  }

  /** A set of several changes, of which some are about what it makes itself. */
  private async changeSet(): Promise<object> {
    const [made, kept] = [this.name(), this.name()];
    const changes = [
      { op: 'create', kind: 'policy', body: { name: made, ...this.policy() } },
      { op: 'create', kind: 'role', body: { name: made, policies: [{ name: made }] } },
      { op: 'assign', kind: 'assignment', user_id: this.user(), role: { name: made } },
      { op: 'update', kind: 'policy', id: await this.one('policy'), body: { description: kept }, adopt: true },
      { op: 'update', kind: 'role', name: made, body: { description: kept } },
      { op: 'create', kind: 'workspace', body: { name: kept } },
    ];
    return { changes: changes.slice(0, 3 + this.below(4)), source: this.pick(['files', 'other']), reason: this.name() };
  }

  private name = (): string => `Näme ${++this.count}`;
  private user = (): string => `user-${this.below(25)}`;
  private groups = (): string[] => this.some(GROUPS, 3);
  /** A moment that comes before the history ends. */
  private soon = (): string => new Date(Date.now() + 1_500).toISOString();

  private policy(): object {
    const permissions = this.some(PERMISSIONS, 4);
    return { permissions, effect: this.below(10) < 2 ? 'deny' : 'allow', description: this.pick([null, this.name()]) };
  }

  private async role(): Promise<object> {
    return {
      policy_ids: await this.some('policy', 3),
      is_default: this.below(20) < 3,
      sso_group_names: this.groups(),
      description: this.pick([null, this.name()]),
    };
  }

  private async assignment(): Promise<{ user_id: string; role_ids: string[] }> {
    return { user_id: this.user(), role_ids: await this.some('role', 3) };
  }
}
