import { randomUUID } from 'node:crypto';
import {
  type Actor,
  AssignmentsService,
  ChangeSetsService,
  FoundingService,
  MembersService,
  OrgsService,
  PoliciesService,
  ResourcesService,
  RestoreService,
  RevertService,
  RolesService,
  StatementsService,
  WorkspacesService,
} from '@castellan/nest/admin';
import type { TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import type { Host } from './host';

/** An organisation with something for every service method to change. */
export interface World {
  readonly orgId: string;
  /** Bob's role, of which carol, who is a member, has nothing, and dave, who is none, neither. */
  readonly roleId: string;
  readonly policyId: string;
  readonly workspaceId: string;
  /** Before the policy and the role were described, and the change that described the policy. */
  readonly undescribed: string;
  readonly described: string;
  /** The id of an organisation that is not there. */
  readonly newOrgId: string;
}

/** Makes a world, with Alice as its Admin. */
export async function givenWorld(server: TestServer): Promise<World> {
  const { orgId, path, alice, role, member } = await givenTeam(server);
  const roleId = await role({ permissions: ['apps:*:read'] });
  await member('bob', roleId);
  await member('carol');
  const { body } = await alice.get(`${path}/roles/${roleId}`).expect(200);
  const workspace = await alice.post(`/v1/orgs/${orgId}/workspaces`, { name: 'Given' }).expect(201);
  await alice.post(`/v1/orgs/${orgId}/workspaces`, { workspace_id: 'ws-empty', name: 'Empty' }).expect(201);
  const policyId = body.policy_ids[0];
  const undescribed = workspace.headers['castellan-revision'] as string;
  await alice.put(`${path}/roles/${roleId}`, { description: 'Given' }).expect(200);
  const change = await alice.put(`${path}/policies/${policyId}`, { description: 'Given' }).expect(200);
  const described = change.headers['castellan-revision'] as string;
  const workspaceId = workspace.body.workspace_id;
  const resource = { name: 'Given', workspace_id: workspaceId };
  await alice.put(`${path}/resources/apps/app-1`, resource).expect(201);
  return { orgId, roleId, policyId, workspaceId, undescribed, described, newOrgId: `org-${randomUUID()}` };
}

/** A service method that writes, as the host calls it, and what it does to what somebody may do. */
export interface ServiceMethod {
  readonly name: string;
  readonly act: (host: Host, actor: Actor, world: World) => Promise<unknown>;
  /** Whose right is asked about: `user permission`, and whether it is held before and after. */
  readonly asks: string;
  readonly held: readonly [before: boolean, after: boolean];
  /** It makes an organisation, which the system does. */
  readonly founds?: true;
}

const BOB_READS = { asks: 'bob apps:read', held: [true, true] } as const;
const BOB_LOSES = { asks: 'bob apps:read', held: [true, false] } as const;
const BOB_WRITES = { asks: 'bob apps:write', held: [false, true] } as const;

const STATEMENTS = [{ resources: ['apps'], actions: ['write'], effect: 'allow' as const }];

/** Every method of every service that writes. */
export const SERVICE_METHODS: readonly ServiceMethod[] = [
  {
    name: 'PoliciesService.create',
    ...BOB_READS,
    act: (host, by, { orgId }) =>
      host.service(PoliciesService).create(by, orgId, { name: 'New', permissions: ['apps:*:write'] }),
  },
  {
    name: 'PoliciesService.update',
    ...BOB_WRITES,
    act: (host, by, { orgId, policyId }) =>
      host.service(PoliciesService).update(by, orgId, policyId, { permissions: ['apps:*:write'] }),
  },
  {
    name: 'PoliciesService.delete',
    ...BOB_LOSES,
    act: (host, by, { orgId, policyId }) => host.service(PoliciesService).delete(by, orgId, policyId),
  },
  {
    name: 'RolesService.create',
    ...BOB_READS,
    act: (host, by, { orgId, policyId }) =>
      host.service(RolesService).create(by, orgId, { name: 'New', policy_ids: [policyId] }),
  },
  {
    name: 'RolesService.update',
    ...BOB_LOSES,
    act: (host, by, { orgId, roleId }) => host.service(RolesService).update(by, orgId, roleId, { policy_ids: [] }),
  },
  {
    name: 'RolesService.delete',
    ...BOB_LOSES,
    act: (host, by, { orgId, roleId }) => host.service(RolesService).delete(by, orgId, roleId),
  },
  {
    name: 'StatementsService.create',
    ...BOB_READS,
    act: (host, by, { orgId }) =>
      host.service(StatementsService).create(by, orgId, { name: 'New', policies: STATEMENTS }),
  },
  {
    name: 'StatementsService.update',
    ...BOB_WRITES,
    act: (host, by, { orgId, roleId }) =>
      host.service(StatementsService).update(by, orgId, roleId, { policies: STATEMENTS }),
  },
  {
    name: 'StatementsService.delete',
    ...BOB_LOSES,
    act: (host, by, { orgId, roleId }) => host.service(StatementsService).delete(by, orgId, roleId),
  },
  {
    name: 'AssignmentsService.assign',
    asks: 'dave apps:read',
    held: [false, true],
    act: (host, by, { orgId, roleId }) =>
      host.service(AssignmentsService).assign(by, orgId, [{ user_id: 'dave', role_ids: [roleId] }]),
  },
  {
    name: 'AssignmentsService.give',
    asks: 'carol apps:read',
    held: [false, true],
    act: (host, by, { orgId: org_id, roleId: role_id }) =>
      host.service(AssignmentsService).give(by, { org_id, user_id: 'carol', role_id }, {}),
  },
  {
    name: 'AssignmentsService.take',
    ...BOB_LOSES,
    act: (host, by, { orgId: org_id, roleId: role_id }) =>
      host.service(AssignmentsService).take(by, { org_id, user_id: 'bob', role_id }),
  },
  {
    name: 'ChangeSetsService.apply',
    ...BOB_WRITES,
    act: (host, by, { orgId, policyId }) => {
      const update = { op: 'update', kind: 'policy', id: policyId, body: { permissions: ['apps:*:write'] } } as const;
      return host.service(ChangeSetsService).apply(by, orgId, { changes: [update] });
    },
  },
  {
    name: 'RestoreService.policy',
    ...BOB_READS,
    act: (host, by, { orgId, policyId, undescribed }) =>
      host.service(RestoreService).policy(by, orgId, policyId, undescribed),
  },
  {
    name: 'RestoreService.role',
    ...BOB_READS,
    act: (host, by, { orgId, roleId, undescribed }) =>
      host.service(RestoreService).role(by, orgId, roleId, undescribed),
  },
  {
    name: 'RevertService.revert',
    ...BOB_READS,
    act: (host, by, { orgId, described: revision }) => host.service(RevertService).revert(by, orgId, { revision }),
  },
  {
    name: 'MembersService.update',
    ...BOB_LOSES,
    act: (host, by, { orgId }) => host.service(MembersService).update(by, orgId, 'bob', { status: 'suspended' }),
  },
  {
    name: 'MembersService.remove',
    ...BOB_LOSES,
    act: (host, by, { orgId }) => host.service(MembersService).remove(by, orgId, 'bob'),
  },
  {
    name: 'WorkspacesService.create',
    ...BOB_READS,
    act: (host, by, { orgId }) => host.service(WorkspacesService).create(by, orgId, { name: 'New' }),
  },
  {
    name: 'WorkspacesService.update',
    ...BOB_READS,
    act: (host, by, { orgId, workspaceId }) =>
      host.service(WorkspacesService).update(by, orgId, workspaceId, { name: 'Renamed' }),
  },
  {
    name: 'WorkspacesService.delete',
    ...BOB_READS,
    act: (host, by, { orgId }) => host.service(WorkspacesService).delete(by, orgId, 'ws-empty'),
  },
  {
    name: 'ResourcesService.put of a new resource',
    ...BOB_READS,
    act: (host, by, { orgId, workspaceId: workspace_id }) =>
      host.service(ResourcesService).put(by, orgId, { type: 'apps', id: 'app-2' }, { name: 'New', workspace_id }),
  },
  {
    name: 'ResourcesService.put',
    ...BOB_READS,
    act: (host, by, { orgId }) =>
      host.service(ResourcesService).put(by, orgId, { type: 'apps', id: 'app-1' }, { name: 'Renamed' }),
  },
  {
    name: 'ResourcesService.delete',
    ...BOB_READS,
    act: (host, by, { orgId }) => host.service(ResourcesService).delete(by, orgId, { type: 'apps', id: 'app-1' }),
  },
  {
    name: 'OrgsService.update',
    ...BOB_READS,
    act: (host, by, { orgId }) => host.service(OrgsService).update(by, orgId, { name: 'Renamed' }),
  },
  {
    name: 'FoundingService.recover',
    asks: 'dave roles:create',
    held: [false, true],
    act: (host, by, { orgId }) => host.service(FoundingService).recover(by, orgId, { user_id: 'dave' }),
  },
  {
    name: 'FoundingService.create',
    asks: 'dave roles:create',
    held: [false, true],
    founds: true,
    act: (host, by, { newOrgId: org_id }) =>
      host.service(FoundingService).create(by, { org_id, name: 'New', admin_user_id: 'dave' }),
  },
];
