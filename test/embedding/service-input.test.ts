import type { CastellanError, Issue } from '@castellan/core';
import {
  type Actor,
  AssignmentsService,
  FoundingService,
  MembersService,
  OrgsService,
  PoliciesService,
  ResourcesService,
  RolesService,
  StatementsService,
  WorkspacesService,
} from '@castellan/nest/admin';
import { plainToInstance } from 'class-transformer';
import { validateInput } from '../../libs/nest/src/http/validate-input';
import { AssignMemberRoles } from '../../libs/nest/src/members/member.dto';
import { CreatePolicy } from '../../libs/nest/src/policies/policy.dto';
import { CreateRole } from '../../libs/nest/src/roles/role.dto';
import { CreateStatementRole, UpdateStatementRole } from '../../libs/nest/src/faces/statements/statement.dto';
import { startTestServer, type TestServer } from '../support/server';
import { givenHost, type Host } from './host';
import { givenWorld, type World } from './service-methods';

let server: TestServer;
let host: Host;

beforeAll(async () => {
  server = await startTestServer();
  host = await givenHost(server);
});

afterAll(() => server.close());

type Call = (by: Actor, world: World) => Promise<unknown>;

/** What a host may get wrong where the types do not see it, and where the mistake is. */
const WRONG: Array<[string, Call, ...string[]]> = [
  [
    'PoliciesService.create',
    (by, { orgId }) =>
      host.service(PoliciesService).create(by, orgId, { name: ' ', permissions: ['apps:*:fly', 'nothing:read', 'x'] }),
    'body.name',
    'body.permissions.0',
    'body.permissions.1',
    'body.permissions.2',
  ],
  [
    'PoliciesService.update',
    (by, { orgId, policyId }) =>
      host.service(PoliciesService).update(by, orgId, policyId, { effect: 'maybe' as 'allow', permissions: ['apps:'] }),
    'body.effect',
    'body.permissions.0',
  ],
  [
    'RolesService.create',
    (by, { orgId }) => host.service(RolesService).create(by, orgId, { name: 'a\u0000b', policy_ids: ['a b'] }),
    'body.name',
    'body.policy_ids.0',
  ],
  [
    'RolesService.update',
    (by, { orgId, roleId }) =>
      host.service(RolesService).update(by, orgId, roleId, { is_default: 'yes' as never, surprise: 1 } as never),
    'body.is_default',
    'body.surprise',
  ],
  [
    'AssignmentsService.assign',
    (by, { orgId }) => host.service(AssignmentsService).assign(by, orgId, [{ user_id: 'a\nb', role_ids: [] }]),
    'body.user_id',
  ],
  [
    'AssignmentsService.give',
    (by, { orgId: org_id, roleId: role_id }) =>
      host
        .service(AssignmentsService)
        .give(by, { org_id, user_id: 'bob', role_id }, { scope: 'nothing/x', expires_at: new Date(0) }),
    'body.expires_at',
    'body.scope',
  ],
  [
    'MembersService.update',
    (by, { orgId }) => host.service(MembersService).update(by, orgId, 'bob', { status: 'gone' as 'active' }),
    'body.status',
  ],
  [
    'WorkspacesService.create',
    (by, { orgId }) => host.service(WorkspacesService).create(by, orgId, { workspace_id: '', name: 'x'.repeat(129) }),
    'body.workspace_id',
    'body.name',
  ],
  [
    'WorkspacesService.update',
    (by, { orgId, workspaceId }) => host.service(WorkspacesService).update(by, orgId, workspaceId, { name: '' }),
    'body.name',
  ],
  [
    'ResourcesService.put of a new one',
    (by, { orgId }) => host.service(ResourcesService).put(by, orgId, { type: 'apps', id: 'a b' }, {}),
    'path.resource_id',
    'body.name',
    'body.workspace_id',
  ],
  [
    'ResourcesService.put of an unknown type',
    (by, { orgId }) => host.service(ResourcesService).put(by, orgId, { type: 'nothing', id: 'a' }, { name: 'A' }),
    'path.resource_type',
  ],
  [
    'OrgsService.update',
    (by, { orgId }) => host.service(OrgsService).update(by, orgId, { name: '\u202E' }),
    'body.name',
  ],
  [
    'FoundingService.create',
    (by) => host.service(FoundingService).create(by, { org_id: 'A/B', name: 'A', admin_user_id: '' }),
    'body.org_id',
    'body.admin_user_id',
  ],
  [
    'FoundingService.recover',
    (by, { orgId }) => host.service(FoundingService).recover(by, orgId, { user_id: 'a b ' }),
    'body.user_id',
  ],
  [
    'StatementsService.create',
    (by, { orgId }) =>
      host
        .service(StatementsService)
        .create(by, orgId, { name: 'New', policies: [{ resources: ['apps'], actions: ['fly'], effect: 'allow' }] }),
    'body.policies.0',
  ],
  [
    'StatementsService.update',
    (by, { orgId, roleId }) =>
      host
        .service(StatementsService)
        .update(by, orgId, roleId, { policies: [{ resources: [], actions: ['read'], effect: 'allow' }] }),
    'body.policies.0.resources',
  ],
];

describe('a service called by a host', () => {
  it.each(WRONG)('%s refuses what its body could not be, and changes nothing', async (_, call, ...places) => {
    const world = await givenWorld(server);
    const before = await host.everything(world.orgId);
    const error = await call(host.actor('alice'), world).then(
      () => null,
      (thrown: CastellanError) => thrown,
    );
    expect(error?.kind).toBe('invalid');
    expect(error?.issues.map(({ loc }: Issue) => loc.join('.')).sort()).toEqual([...places].sort());
    expect(await host.everything(world.orgId)).toBe(before);
  });

  const unknown = { resources: ['apps', 'planes'], actions: ['fly'], effect: 'allow' };
  const instances: Array<[string, Call, ...string[]]> = [
    [
      'StatementsService.create',
      (by, { orgId }) => {
        const body = plainToInstance(CreateStatementRole, { name: 'New', policies: [unknown] });
        return host.service(StatementsService).create(by, orgId, body);
      },
      'body.policies.0',
      'body.policies.0',
    ],
    [
      'StatementsService.update',
      (by, { orgId, roleId }) => {
        const body = plainToInstance(UpdateStatementRole, { policies: [{ ...unknown, effect: 'perhaps' }] });
        return host.service(StatementsService).update(by, orgId, roleId, body);
      },
      'body.policies.0',
      'body.policies.0',
      'body.policies.0.effect',
    ],
    [
      'StatementsService.create of a body whose class was checked and whose statements were not',
      (by, { orgId }) => {
        const read = validateInput(CreateStatementRole, { name: 'New', policies: [unknown] }, 'body');
        if ('issues' in read) throw new Error('The class finds a mistake');
        return host.service(StatementsService).create(by, orgId, read.dto);
      },
      'body.policies.0',
      'body.policies.0',
    ],
    [
      'PoliciesService.create',
      (by, { orgId }) => {
        const body = Object.assign(new CreatePolicy(), { name: 'New', permissions: ['apps:fly', 'x'] });
        return host.service(PoliciesService).create(by, orgId, body);
      },
      'body.permissions.0',
      'body.permissions.1',
    ],
    [
      'RolesService.create',
      (by, { orgId }) => {
        const body = Object.assign(new CreateRole(), { name: 'New', policy_ids: ['a b'], surprise: 1 });
        return host.service(RolesService).create(by, orgId, body);
      },
      'body.policy_ids.0',
      'body.surprise',
    ],
    [
      'RolesService.create of statements that nobody checked',
      (by, { orgId }) => {
        const statements = [{ statement: unknown as never, permissions: ['planes:*:fly'] }];
        return host.service(RolesService).create(by, orgId, { name: 'New', policy_ids: [], statements });
      },
      'body.statements',
    ],
    [
      'AssignmentsService.assign',
      (by, { orgId }) => {
        const body = Object.assign(new AssignMemberRoles(), { user_id: 'sa-1', role_ids: [7] });
        return host.service(AssignmentsService).assign(by, orgId, [body]);
      },
      'body.role_ids.0',
      'body.user_id',
    ],
  ];

  it.each(instances)('%s checks an instance of its class like any other object', async (_, call, ...places) => {
    const world = await givenWorld(server);
    const before = await host.everything(world.orgId);
    const error = await call(host.actor('alice'), world).then(
      () => null,
      (thrown: CastellanError) => thrown,
    );
    expect(error?.kind).toBe('invalid');
    expect(error?.issues.map(({ loc }: Issue) => loc.join('.')).sort()).toEqual([...places].sort());
    expect(await host.everything(world.orgId)).toBe(before);
  });

  it('takes plain objects that are right, with dates and short forms', async () => {
    const { orgId, roleId } = await givenWorld(server);
    const by = host.actor('alice');
    const policy = { name: 'Cafe\u0301', permissions: ['apps:read', '*'] };
    expect(await host.service(PoliciesService).create(by, orgId, policy)).toMatchObject({
      name: 'Café',
      permissions: ['apps:*:read', '*:*:*'],
    });
    const expires_at = new Date(Date.now() + 60_000);
    const path = { org_id: orgId, user_id: 'bob', role_id: roleId };
    const member = await host.service(AssignmentsService).give(by, path, { scope: 'ws-1', expires_at });
    expect(member.roles_detail).toContainEqual(expect.objectContaining({ expires_at: expires_at.toISOString() }));
  });
});
