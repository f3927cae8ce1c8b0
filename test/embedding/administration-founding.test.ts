import { CastellanAdminModule, FoundingService } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { Controller, Get } from '@nestjs/common';
import { givenMember, openHosts, type HostParts, type Hosts } from './hosts';

let hosts: Hosts;
beforeEach(async () => {
  hosts = await openHosts();
});
afterEach(() => hosts.close());

/** A route that declares nothing. */
@Controller('open')
class OpenController {
  @Get()
  show(): string {
    return '';
  }
}

/** Starts a host that founds its first organisation before it listens, and tells how both ended. */
async function start(parts: HostParts): Promise<{ founded: string; started: string }> {
  let founding: Promise<void> = Promise.resolve();
  const said = (ended: Promise<unknown>): Promise<string> =>
    ended.then(
      () => 'done',
      (error: Error) => error.message,
    );
  const app = hosts.start({
    entities: castellanEntities,
    imports: [CastellanAdminModule.forRoot()],
    ...parts,
    prepare(host) {
      founding = host.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
      founding.catch(() => undefined);
    },
  });
  const started = await said(app);
  return { founded: await said(founding), started };
}

const isThere = async (): Promise<boolean> =>
  (await hosts.dataSource.query(`select from castellan.organisation where org_id = 'acme'`)).length > 0;

describe('the first organisation', () => {
  it('is made before the application listens', async () => {
    expect(await start({})).toEqual({ founded: 'done', started: 'done' });
    expect(await isThere()).toBe(true);
  });

  it('is not made where a route keeps the application from starting', async () => {
    const ended = await start({ controllers: [OpenController] });
    expect(ended.started).toContain('OpenController.show');
    expect(ended.founded).toBe(ended.started);
    expect(await isThere()).toBe(false);
  });

  it('is not made where stored grants keep the application from starting', async () => {
    await givenMember(hosts.dataSource, { allowed: ['gone:*:read'] });
    const ended = await start({});
    expect(ended.started).toContain('Stored grants name what the schema no longer has');
    expect(ended.founded).toBe(ended.started);
    expect(await isThere()).toBe(false);
  });
});
