import { CastellanAdminModule, FoundingService, type CastellanAdminRoutes } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import {
  Injectable,
  Module,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import request from 'supertest';
import { openHosts, PLATFORMS, type Hosts, type Platform } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

interface SignedRequest {
  headers: Record<string, string | undefined>;
  user?: { userId: string };
}

/** Authenticates by a header of its name. */
const signsBy = (header: string) =>
  class SignsIn implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      const call = context.switchToHttp().getRequest<SignedRequest>();
      const userId = call.headers[header];
      if (userId === undefined) throw new UnauthorizedException(`No ${header}`);
      call.user = { userId };
      return true;
    }
  };

const ByName = signsBy('x-name');
const ByBadge = signsBy('x-badge');

@Injectable()
class Badges {
  readonly header = 'x-badge';
}

@Module({ providers: [Badges], exports: [Badges] })
class BadgesModule {}

@Injectable()
class NeedsBadges implements CanActivate {
  constructor(private readonly badges: Badges) {}

  canActivate(context: ExecutionContext): boolean {
    return new (signsBy(this.badges.header))().canActivate(context);
  }
}

let made = 0;

async function start(
  routes: CastellanAdminRoutes,
  platform?: Platform,
): Promise<{
  app: INestApplication;
  me: (headers: Record<string, string>) => Promise<request.Response>;
  orgId: string;
}> {
  const app = await hosts.start({
    platform,
    entities: castellanEntities,
    unbound: true,
    imports: [CastellanAdminModule.forRoot(routes)],
    // As by default: the user that an authentication guard found.
    options: { identify: undefined },
  });
  const orgId = `org-guards-${++made}`;
  await app.get(FoundingService).bootstrap({ org: orgId, admin: 'alice' });
  const me = async (headers: Record<string, string>): Promise<request.Response> =>
    request(app.getHttpServer()).get(`/v1/orgs/${orgId}/iam/me`).set(headers);
  return { app, me, orgId };
}

describe.each(PLATFORMS)('administration where a host on %s authenticates per route', (platform) => {
  it('has the host’s guards before ours, on every route of both APIs', async () => {
    const { app, me, orgId } = await start({ guards: [ByName] }, platform);
    expect((await me({ 'x-name': 'alice' })).status).toBe(200);
    expect((await me({ 'x-name': 'mallory' })).body).toMatchObject({ details: { reason: 'not-a-member' } });
    const anonymous = await me({});
    expect(anonymous.status).toBe(401);
    expect(anonymous.body.message).toBe('No x-name');
    const roles = request(app.getHttpServer()).get(`/organizations/${orgId}/roles`);
    await roles.expect(401);
  });

  it('has other guards in another application of the process', async () => {
    const one = await start({ guards: [ByName] }, platform);
    const two = await start({ guards: [new ByBadge()], path: 'admin' }, platform);
    const three = await start({ guards: [NeedsBadges], imports: [BadgesModule] }, platform);
    expect((await one.me({ 'x-name': 'alice' })).status).toBe(200);
    expect((await one.me({ 'x-badge': 'alice' })).status).toBe(401);
    const me = request(two.app.getHttpServer()).get(`/admin/v1/orgs/${two.orgId}/iam/me`);
    await me.set({ 'x-badge': 'alice' }).expect(200);
    expect((await three.me({ 'x-badge': 'alice' })).status).toBe(200);
    expect((await three.me({ 'x-name': 'alice' })).status).toBe(401);
  });
});

describe('administration without any guard', () => {
  it('does not start, whatever another application of the process has', async () => {
    await start({ guards: [ByName] });
    await expect(start({})).rejects.toThrow('not safe to serve');
  });
});
