import type { Scopes } from '@castellan/core';
import { AccessService, Checker } from '@castellan/nest';
import {
  type Actor,
  AssignmentsService,
  ChangeSetsService,
  RestoreService,
  RevertService,
  AuditService,
  BuiltinsService,
  FoundingService,
  memberActor,
  MembersService,
  OrgsService,
  Page,
  PoliciesService,
  ResourcesService,
  RolesService,
  StatementsService,
  SYSTEM,
  WorkspacesService,
} from '@castellan/nest/admin';

/** Gets a service of the host. */
export type Services = <T>(type: abstract new (...args: never[]) => T) => T;

/** A call of a public service method that is refused, and the status and reason of the answer. */
export interface RefusedCall {
  readonly name: string;
  readonly status: number;
  readonly reason?: string;
  /** False where what is sent is refused before anything is read. */
  readonly asksDatabase?: false;
  readonly act: (services: Services, orgId: string) => unknown;
}

const NOBODY = 'mallory';
const nobody = (services: Services): Actor =>
  memberActor(services(AccessService), NOBODY, { permission: 'roles:create' });

const none = { status: 404 } as const;
const forbidden = { status: 403, reason: 'not-a-member' } as const;

const everywhere: Scopes = { all: true, only: [], except: [] };
const pageOf = (org: string): Page => new Page(org, 'list');

/** Calls that succeed in any organisation, and read. */
export const READS: ReadonlyArray<RefusedCall['act']> = [
  (get, org) => get(MembersService).page(org, pageOf(org), everywhere),
  (get, org) => get(RolesService).page(org, pageOf(org), everywhere),
  (get, org) => get(RolesService).namedPage(org, pageOf(org), everywhere),
  (get, org) => get(RolesService).assertExists(org, 'rl-admin'),
  (get, org) => get(PoliciesService).page(org, pageOf(org), everywhere),
  (get, org) => get(PoliciesService).namedPage(org, pageOf(org), everywhere),
  (get, org) => get(PoliciesService).findMany(org, ['pol-admin']),
  (get, org) => get(PoliciesService).owners(org, ['pol-admin']),
  (get, org) => get(StatementsService).page(org, {}, everywhere),
  (get, org) => get(WorkspacesService).page(org, pageOf(org), everywhere),
  (get, org) => get(OrgsService).page('alice', pageOf(org)),
  (get, org) => get(AuditService).page(org, {}, pageOf(org)),
  (get) => get(BuiltinsService).upkeep(),
  (get, org) => get(AccessService).of(org, 'alice'),
  (get, org) => get(AccessService).check(org, 'alice', 'invoices:read'),
  (get, org) => get(AccessService).explain(org, 'alice', 'invoices:read'),
  (get, org) => get(AccessService).ofIdentity(org, { userId: 'alice' }),
  (get, org) => get(Checker).check(org, [{ userId: 'alice', name: { type: 'invoices', action: 'read' }, on: null }]),
];

/** Calls that are refused in any organisation with its built-ins and the Admin alice. */
export const CALLS: readonly RefusedCall[] = [
  { name: 'MembersService.get', ...none, act: (get, org) => get(MembersService).get(org, NOBODY) },
  { name: 'MembersService.assertExists', ...none, act: (get, org) => get(MembersService).assertExists(org, NOBODY) },
  {
    name: 'MembersService.update',
    ...none,
    act: (get, org) => get(MembersService).update(SYSTEM, org, NOBODY, { status: 'suspended' }),
  },
  {
    name: 'MembersService.update of a wrong status',
    status: 422,
    act: (get, org) => get(MembersService).update(SYSTEM, org, 'alice', { status: 'gone' as 'active' }),
  },
  {
    name: 'MembersService.remove of the last Admin',
    status: 409,
    reason: 'last_admin',
    act: (get, org) => get(MembersService).remove(SYSTEM, org, 'alice'),
  },
  {
    name: 'MembersService.remove by a stranger',
    ...forbidden,
    act: (get, org) => get(MembersService).remove(nobody(get), org, 'alice'),
  },
  {
    name: 'AssignmentsService.assign',
    ...none,
    act: (get, org) => get(AssignmentsService).assign(SYSTEM, org, [{ user_id: 'bob', role_ids: ['none'] }]),
  },
  {
    name: 'AssignmentsService.give',
    ...none,
    act: (get, org_id) => get(AssignmentsService).give(SYSTEM, { org_id, user_id: 'bob', role_id: 'rl-admin' }, {}),
  },
  {
    name: 'AssignmentsService.take',
    ...none,
    act: (get, org_id) => get(AssignmentsService).take(SYSTEM, { org_id, user_id: 'alice', role_id: 'none' }),
  },
  { name: 'RolesService.get', ...none, act: (get, org) => get(RolesService).get(org, 'none') },
  {
    name: 'RolesService.create',
    status: 422,
    act: (get, org) => get(RolesService).create(SYSTEM, org, { name: '', policy_ids: [] }),
  },
  {
    name: 'RolesService.create of a taken name',
    status: 409,
    reason: 'name_taken',
    act: (get, org) => get(RolesService).create(SYSTEM, org, { name: 'Admin', policy_ids: [] }),
  },
  {
    name: 'RolesService.update',
    status: 409,
    reason: 'builtin',
    act: (get, org) => get(RolesService).update(SYSTEM, org, 'rl-admin', { name: 'Other' }),
  },
  { name: 'RolesService.delete', ...none, act: (get, org) => get(RolesService).delete(SYSTEM, org, 'none') },
  { name: 'PoliciesService.get', ...none, act: (get, org) => get(PoliciesService).get(org, 'none') },
  {
    name: 'PoliciesService.create',
    status: 422,
    act: (get, org) => get(PoliciesService).create(SYSTEM, org, { name: 'New', permissions: ['nothing:read'] }),
  },
  {
    name: 'PoliciesService.create beyond what its actor holds',
    status: 403,
    reason: 'escalation',
    async act(get, org) {
      const role = {
        name: `Creates ${org}`,
        policies: [{ resources: ['policies'], actions: ['create'], effect: 'allow' }],
      };
      const services = [get(StatementsService), get(AssignmentsService)] as const;
      const { data } = await services[0].create(SYSTEM, org, role as never);
      await services[1].assign(SYSTEM, org, [{ user_id: 'carol', role_ids: [data.id] }]);
      const carol = memberActor(get(AccessService), 'carol', { permission: 'policies:create' });
      await get(PoliciesService).create(carol, org, { name: 'More', permissions: ['*'] });
    },
  },
  { name: 'PoliciesService.update', ...none, act: (get, org) => get(PoliciesService).update(SYSTEM, org, 'none', {}) },
  { name: 'PoliciesService.delete', ...none, act: (get, org) => get(PoliciesService).delete(SYSTEM, org, 'none') },
  { name: 'StatementsService.get', ...none, act: (get, org) => get(StatementsService).get(org, 'none') },
  {
    name: 'StatementsService.create',
    status: 422,
    asksDatabase: false,
    act: (get, org) => get(StatementsService).create(SYSTEM, org, { name: 'New' } as never),
  },
  {
    name: 'StatementsService.update',
    ...none,
    act: (get, org) => get(StatementsService).update(SYSTEM, org, 'none', {}),
  },
  { name: 'StatementsService.delete', ...none, act: (get, org) => get(StatementsService).delete(SYSTEM, org, 'none') },
  { name: 'WorkspacesService.get', ...none, act: (get, org) => get(WorkspacesService).get(org, 'none') },
  {
    name: 'WorkspacesService.create',
    status: 422,
    act: (get, org) => get(WorkspacesService).create(SYSTEM, org, { name: '' }),
  },
  {
    name: 'WorkspacesService.update',
    ...none,
    act: (get, org) => get(WorkspacesService).update(SYSTEM, org, 'none', {}),
  },
  {
    name: 'ChangeSetsService.apply',
    ...none,
    act: (get, org) =>
      get(ChangeSetsService).apply(SYSTEM, org, { changes: [{ op: 'delete', kind: 'policy', id: 'none' }] }),
  },
  {
    name: 'RestoreService.policy',
    status: 409,
    act: (get, org) => get(RestoreService).policy(SYSTEM, org, 'none', '0.0'),
  },
  { name: 'RestoreService.role', status: 409, act: (get, org) => get(RestoreService).role(SYSTEM, org, 'none', '0.0') },
  {
    name: 'RevertService.revert',
    status: 409,
    act: (get, org) => get(RevertService).revert(SYSTEM, org, { revision: '0.0' }),
  },
  { name: 'WorkspacesService.delete', ...none, act: (get, org) => get(WorkspacesService).delete(SYSTEM, org, 'none') },
  {
    name: 'ResourcesService.put',
    status: 422,
    act: (get, org) => get(ResourcesService).put(SYSTEM, org, { type: 'nothing', id: 'a' }, { name: 'A' }),
  },
  {
    name: 'ResourcesService.delete',
    ...none,
    act: (get, org) => get(ResourcesService).delete(SYSTEM, org, { type: 'invoices', id: 'none' }),
  },
  {
    name: 'ResourcesService.get',
    ...none,
    act: (get, org) => get(ResourcesService).get(org, { type: 'invoices', id: 'none' }),
  },
  { name: 'OrgsService.get', ...none, act: (get) => get(OrgsService).get('org-none') },
  { name: 'OrgsService.update', ...none, act: (get) => get(OrgsService).update(SYSTEM, 'org-none', { name: 'New' }) },
  {
    name: 'FoundingService.create',
    status: 409,
    reason: 'id_taken',
    act: (get, org_id) => get(FoundingService).create(SYSTEM, { org_id, name: 'New', admin_user_id: 'alice' }),
  },
  {
    name: 'FoundingService.recover',
    ...none,
    act: (get) => get(FoundingService).recover(SYSTEM, 'org-none', { user_id: 'alice' }),
  },
  {
    name: 'FoundingService.bootstrap',
    status: 422,
    asksDatabase: false,
    act: (get) => get(FoundingService).bootstrap({ org: 'A/B', admin: '' }),
  },
  {
    name: 'AuditService.page',
    status: 422,
    asksDatabase: false,
    act: (get, org) => get(AuditService).page(org, {}, new Page(org, 'audit', undefined, 'no cursor')),
  },
];
