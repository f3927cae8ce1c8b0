import { CastellanError } from '@castellan/core';
import {
  AccessService,
  Authenticated,
  CurrentCaller,
  PlatformAdmins,
  RequirePermission,
  type CastellanModuleOptions,
  type Caller,
} from '@castellan/nest';
import { memberActor } from '@castellan/nest/admin';
import { Controller, Get, Logger, type INestApplication } from '@nestjs/common';
import { Checker } from '../../libs/nest/src/access/checker';
import { accessOf } from '../../libs/nest/src/testing/access-of';
import { ask, givenMember, openHosts, PLATFORMS, schema, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

@Controller('orgs/:org_id')
class Members {
  @Get('members/:id') @RequirePermission('members:read', { scope: 'id' }) one(): string {
    return 'read';
  }
  @Get('me') @Authenticated() me(@CurrentCaller() { id }: Caller): string {
    return id;
  }
  @Get('operators') @PlatformAdmins() operators(): string {
    return 'operator';
  }
}

/** What a host without types may answer to "who asks", and what the log says about it. */
const identities: ReadonlyArray<readonly [string, unknown, RegExp]> = [
  ['a number as its id', { userId: 42 }, /the user id is a number/],
  ['an id of another name', { id: 'bob' }, /the user id is missing/],
  ['null as its id', { userId: null }, /the user id is missing/],
  ['an object as its id', { userId: { id: 'bob' } }, /the user id is a object/],
  ['a list as its id', { userId: ['bob'] }, /the user id is a object/],
  ['an empty id', { userId: '' }, /printable ASCII/],
  ['an id with a space at its end', { userId: 'bob ' }, /without a space at either end/],
  ['an id that is not ASCII', { userId: 'bøb' }, /printable ASCII/],
  ['the id of a service account', { userId: 'sa-1' }, /reserved/],
  ['the id of a pending member', { userId: 'pm-1' }, /reserved/],
  ['undefined in its place', undefined, /identify returned no user/],
  ['a string in its place', 'bob', /identify returned a string/],
];

describe.each(PLATFORMS)('a host on %s that names the user by', (platform) => {
  let app: INestApplication;
  let orgId: string;
  let identity: unknown;
  beforeAll(async () => {
    const identify = (() => identity) as unknown as CastellanModuleOptions['identify'];
    app = await hosts.start({
      platform,
      controllers: [Members],
      options: { identify, platformAdmins: ['root', '42'] },
    });
    const given = { user: '42', allowed: ['members:*:read'], denied: ['members:$self:read'] };
    orgId = await givenMember(hosts.dataSource, given);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each(identities)('%s answers 401, and says why in the log', async (_, given, reason) => {
    identity = given;
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    for (const path of ['members/42', 'members/bob', 'me', 'operators']) {
      const { status, body } = await ask(app, 'get', `/orgs/${orgId}/${path}`);
      expect([path, status, body.details]).toEqual([path, 401, {}]);
      expect(warn).toHaveBeenLastCalledWith(
        expect.objectContaining({ status: 401, org: orgId, reason: expect.stringMatching(reason) }),
      );
    }
    const refused = warn.mock.calls.filter(([line]) => (line as { msg?: string }).msg === 'request refused');
    expect(refused).toHaveLength(4);
  });

  it('a string with spaces inside lets the user in', async () => {
    identity = { userId: 'CN=Alice Smith,OU=People' };
    expect((await ask(app, 'get', `/orgs/${orgId}/me`)).status).toBe(403);
  });
});

describe('a library call about a user whose id is not a string', () => {
  const ids: unknown[] = [42, undefined, null, ['bob'], { id: 'bob' }];

  it.each(ids)('throws a typed error: %j', async (given) => {
    const app = await hosts.start({ controllers: [] });
    const userId = given as string;
    const orgId = await givenMember(hosts.dataSource, { allowed: ['invoices:*:read'] });
    const access = app.get(AccessService);
    const name = { type: 'invoices', action: 'read' };
    const calls: ReadonlyArray<() => Promise<unknown>> = [
      () => access.of(orgId, userId),
      () => access.check(orgId, userId, 'invoices:read'),
      () => access.explain(orgId, userId, 'invoices:read'),
      () => access.ofIdentity(orgId, { userId }),
      () =>
        app.get(Checker).check(orgId, [
          { userId: 'bob', name, on: null },
          { userId, name, on: null },
        ]),
      async () => memberActor(access, userId, { permission: 'invoices:read' }),
    ];
    for (const call of calls) {
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CastellanError);
      expect((error as CastellanError).kind).toBe('unauthenticated');
    }
    expect(() => accessOf(schema, { orgId, userId, permissions: [] })).toThrow(/user id/);
  });

  it('throws a typed error for an identity that is missing', async () => {
    const app = await hosts.start({ controllers: [] });
    const ask = app.get(AccessService).ofIdentity('acme', undefined as never);
    await expect(ask).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});
