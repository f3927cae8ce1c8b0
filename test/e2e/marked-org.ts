import { randomBytes } from 'node:crypto';
import type { Client, TestServer } from '../support/server';
import type { Samples } from './route-table';

/** A text that is nowhere but in one object, and the routes that may show it: one of them must let its reader in. */
export interface Marker {
  readonly what: string;
  readonly text: string;
  readonly shownBy: readonly string[];
}

/** An organisation whose objects can be recognised in any answer. */
export interface MarkedOrg {
  readonly samples: Samples;
  readonly admin: Client;
  readonly adminId: string;
  readonly markers: readonly Marker[];
  /** The names that are taken, by kind. */
  readonly taken: Readonly<Record<'policies' | 'roles' | 'workspaces', string>>;
  /** A policy that belongs to a role. */
  readonly ownedPolicy: string;
}

const fresh = (what: string): string => `${what}-${randomBytes(8).toString('hex')}`;

/** Makes two of each kind of object; only the first of each is in `samples`. */
export async function givenMarkedOrg(server: TestServer): Promise<MarkedOrg> {
  const adminId = fresh('admin');
  const org_id = await server.org(adminId);
  const admin = server.as(adminId);
  const [base, iam] = [`/v1/orgs/${org_id}`, `/v1/orgs/${org_id}/iam`];
  const markers: Marker[] = [userMarker(iam, adminId)];
  const mark = (what: string, text: string, ...shownBy: string[]): string => {
    markers.push({ what, text, shownBy });
    return text;
  };
  const made: Array<Samples & { readonly names: MarkedOrg['taken']; readonly owned: string }> = [];
  for (const resource_id of ['m-1', 'm-2']) {
    const workspace_id = fresh('ws');
    const workspaceName = mark('workspace name', fresh('wsname'), `${base}/workspaces/${workspace_id}`);
    await admin.post(`${base}/workspaces`, { workspace_id, name: workspaceName }).expect(201);
    await admin
      .put(`${iam}/resources/models/${resource_id}`, {
        name: mark('resource name', fresh('model'), `${iam}/resources/models/${resource_id}`),
      })
      .expect(201);
    await admin
      .put(`${iam}/resources/apps/app-${resource_id}`, {
        name: mark('resource name', fresh('app'), `${iam}/resources/apps/app-${resource_id}`),
        workspace_id,
      })
      .expect(201);
    const permissions = [
      `apps:app-${resource_id}:read`,
      `apps:${workspace_id}:write`,
      `models:models/${resource_id}:read`,
    ];
    const policyName = fresh('policy');
    const policy = (await admin.post(`${iam}/policies`, { name: policyName, permissions }).expect(201)).body;
    const roleName = fresh('role');
    const role = (await admin.post(`${iam}/roles`, { name: roleName, policy_ids: [policy.policy_id] }).expect(201))
      .body;
    const user_id = fresh('user');
    await admin.post(`${iam}/members`, { user_id, role_ids: [role.role_id] }).expect(200);
    await server.dataSource.query(
      'update castellan.member set email = $3, full_name = $4 where org_id = $1 and user_id = $2',
      [org_id, user_id, mark('e-mail', `${fresh('mail')}@a.example`, `${iam}/members/${user_id}`), fresh('full')],
    );
    const [rolePath, policyPath] = [`${iam}/roles/${role.role_id}`, `${iam}/policies/${policy.policy_id}`];
    markers.push(userMarker(iam, user_id));
    mark('policy name', policyName, policyPath);
    mark('policy id', policy.policy_id, policyPath, rolePath);
    mark('role name', roleName, rolePath);
    mark('role id', role.role_id, rolePath, `${iam}/members/${user_id}`);
    const own = { name: fresh('own'), policies: [{ resources: ['tools'], actions: ['read'], effect: 'allow' }] };
    const owner = (await admin.post(`/organizations/${org_id}/roles`, own).expect(200)).body.data.id;
    const [owned] = (await admin.get(`${iam}/roles/${owner}`).expect(200)).body.policy_ids;
    mark('owning role name', own.name, `${iam}/roles/${owner}`, `${iam}/policies/${owned}`);
    mark('owning role id', owner, `${iam}/roles/${owner}`, `${iam}/policies/${owned}`);
    const { headers } = await admin.get(`${iam}/me`).expect(200);
    const names = { policies: policyName, roles: roleName, workspaces: workspaceName };
    made.push({
      org_id,
      policy_id: policy.policy_id,
      role_id: role.role_id,
      user_id,
      workspace_id,
      resource_id,
      names,
      owned,
      revision: headers['castellan-revision'] as string,
    });
  }
  const [first] = made as [(typeof made)[number]];
  return { samples: first, admin, adminId, markers, taken: first.names, ownedPolicy: first.owned };
}

const userMarker = (iam: string, userId: string): Marker => ({
  what: 'user id',
  text: userId,
  shownBy: [`${iam}/members/${userId}`],
});
