import { randomBytes } from 'node:crypto';
import { mapEntryUsers } from '../../libs/nest/src/changes/entry-users';
import type { Client, TestServer } from './server';

/** What a role may be given; `permissions` and `effect` are of the one policy that is made for it. */
export interface GivenRole {
  permissions?: string[];
  effect?: 'allow' | 'deny';
  is_default?: boolean;
  sso_group_names?: string[];
}

/** An organisation with its Admin `alice`, and ways to fill it through the API. */
export interface Team {
  readonly orgId: string;
  /** The path of face 1 in this organisation. */
  readonly path: string;
  readonly alice: Client;
  /** Makes a role and tells its id. */
  role(values?: GivenRole): Promise<string>;
  /** Makes a user a member with these roles. */
  member(userId: string, ...roleIds: string[]): Promise<void>;
  /** The member as Alice sees it. */
  show(userId: string): Promise<any>;
  /** The assignments of a member, each as `role scope origin`. */
  held(userId: string): Promise<string[]>;
  revision(): Promise<number>;
  /** The same as `Castellan-Revision` says it, with its epoch. */
  revisionText(): Promise<string>;
  /** The audit log's entries, oldest first, with user ids in place of references. */
  audit(): Promise<any[]>;
}

/** Makes an organisation of its own. */
export async function givenTeam(server: TestServer): Promise<Team> {
  const orgId = await server.org('alice');
  const path = `/v1/orgs/${orgId}/iam`;
  const alice = server.as('alice');
  const query = (text: string): Promise<any[]> => server.dataSource.query(text, [orgId]);
  const show = async (userId: string): Promise<any> => (await alice.get(`${path}/members/${userId}`).expect(200)).body;
  return {
    orgId,
    path,
    alice,
    show,
    async role({ permissions = ['apps:*:read'], effect = 'allow', ...values } = {}) {
      const name = `Given ${randomBytes(6).toString('hex')}`;
      const policy = await alice.post(`${path}/policies`, { name, effect, permissions }).expect(201);
      const body = { name, policy_ids: [policy.body.policy_id], ...values };
      return (await alice.post(`${path}/roles`, body).expect(201)).body.role_id;
    },
    async member(user_id, ...role_ids) {
      await alice.post(`${path}/members`, { user_id, role_ids }).expect(200);
    },
    async held(userId) {
      const { roles_detail } = await show(userId);
      return roles_detail.map((held: any) => `${held.role_id} ${held.scope} ${held.origin}`);
    },
    async revision() {
      const [state] = await query('select revision::int from castellan.organisation_state where org_id = $1');
      return state.revision;
    },
    async revisionText() {
      const text =
        "select castellan.epoch() || '.' || revision as text from castellan.organisation_state where org_id = $1";
      return (await query(text))[0].text;
    },
    async audit() {
      const entries = await query('select entry from castellan.audit_entry where org_id = $1 order by seq');
      const references = await query('select reference, user_id from castellan.user_reference where org_id = $1');
      const users = new Map(references.map(({ reference, user_id }) => [reference, user_id]));
      return entries.map(({ entry }) => mapEntryUsers(JSON.parse(entry), (reference) => users.get(reference)));
    },
  };
}
