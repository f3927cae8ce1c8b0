import { RequirePermission, type GuardedRequest, type LoadedScope, type ScopeLoader } from '@castellan/nest';
import { Controller, Get, Injectable, Post, Put, type INestApplication } from '@nestjs/common';
import { ask, givenMember, openHosts, PLATFORMS, type Hosts } from './hosts';
import { refusal } from '../e2e/answers';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

/** What the host stores of its invoices: the workspace, by organisation and id. */
const stored = new Map<string, string | null>();
const loads: string[] = [];

@Injectable()
class LineScope implements ScopeLoader<GuardedRequest> {
  async scopeOf({ params }: GuardedRequest, orgId: string): Promise<LoadedScope | null> {
    const id = params?.['line'] ?? '';
    loads.push(`${orgId} ${id}`);
    if (id === 'broken') return { id: '', containers: [] };
    if (id === 'unknown') return { id, containers: null };
    const workspace = stored.get(`${orgId} ${id}`);
    if (workspace === undefined) return null;
    const containers = workspace === null ? [] : [{ type: 'workspaces', id: workspace }];
    return { id, containers: [{ type: 'invoices', id: 'inv-1' }, ...containers] };
  }
}

@Controller('orgs/:org_id')
class Routes {
  @Get('query') @RequirePermission('reports:read', { scope: { query: 'report_id' } }) query(): void {}
  @Post('body') @RequirePermission('reports:read', { scope: { body: 'report_id' } }) body(): void {}
  @Get('path/:id') @RequirePermission('invoices:read', { scope: { param: 'id' } }) path(): void {}
  @Get('all') @RequirePermission({ allOf: ['reports:read', 'reports:send'] }) all(): void {}
  @Get('any') @RequirePermission({ anyOf: ['reports:read', 'reports:send'] }) any(): void {}
  @Get('either') @RequirePermission(['reports:read', 'reports:send']) either(): void {}
  @Get('mixed')
  @RequirePermission({ allOf: ['invoices:read'], anyOf: ['reports:read', 'reports:send'] })
  mixed(): void {}
}

@Controller('orgs/:org_id/lines')
@RequirePermission('lines:read', { scope: { load: LineScope } })
class Lines {
  @Get(':line') line(): void {}
  @Put(':line') @RequirePermission('lines:approve', { scope: { load: LineScope } }) approve(): void {}
}

describe.each(PLATFORMS)('what a route asks about, on %s', (platform) => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await hosts.start({ platform, controllers: [Routes, Lines], providers: [LineScope] });
  });

  const status = async (orgId: string, path: string): Promise<number> =>
    (await ask(app, 'get', `/orgs/${orgId}/${path}`, 'bob')).status;
  const statuses = async (orgId: string, ...paths: string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const path of paths) found.push(await status(orgId, path));
    return found;
  };
  const send = (orgId: string, body: unknown) =>
    ask(app, 'post', `/orgs/${orgId}/body`, 'bob').set('Content-Type', 'application/json').send(JSON.stringify(body));

  it('is the thing that the query names', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:rep-1:read'] });
    expect(await statuses(orgId, 'query?report_id=rep-1', 'query?report_id=rep-2')).toEqual([200, 403]);
  });

  it.each([
    ['query', 'query "report_id" is missing'],
    ['query?report_id=', 'query "report_id" is not an id'],
    ['query?report_id=%20rep-1', 'query "report_id" is not an id'],
    ['query?report_id=rep-1&report_id=rep-2', 'query "report_id" is given more than once'],
    ['query?report_id=rep-2&report_id=rep-2', 'query "report_id" is given more than once'],
    ['query?report_id[]=rep-1', 'query "report_id"'],
    ['query?Report_id=rep-1', 'query "report_id" is missing'],
    ['query?__proto__[report_id]=rep-1', 'query "report_id" is missing'],
  ])('is never the whole organisation by accident: %s', async (path, problem) => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'], denied: ['reports:rep-1:read'] });
    const { body } = await ask(app, 'get', `/orgs/${orgId}/${path}`, 'bob').expect(403);
    expect(body.details).toMatchObject({ required_permission: 'reports:read', reason: 'context-missing' });
    expect(body.details.scope).toContain(problem);
  });

  it('is the thing that the body names', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'], denied: ['reports:rep-1:read'] });
    await send(orgId, { report_id: 'rep-2' }).expect(201);
    expect((await send(orgId, { report_id: 'rep-1' }).expect(403)).body.details.reason).toBe('denied');
    for (const [body, problem] of [
      [{}, 'is missing'],
      [[], 'is missing'],
      [{ report_id: null }, 'must be a string'],
      [{ report_id: 7.5 }, 'must be a string'],
      [{ report_id: 1e21 }, 'must be a string'],
      [{ report_id: true }, 'must be a string'],
      [{ report_id: { id: 'rep-2' } }, 'must be a string'],
      [{ report_id: ['rep-2'] }, 'is given more than once'],
      [{ report_id: '' }, 'is not an id'],
      [{ report_id: 'rep 2' }, 'is not an id'],
    ]) {
      const answer = await send(orgId, body).expect(403);
      expect(answer.body.details).toMatchObject({ reason: 'context-missing', scope: `body "report_id" ${problem}` });
    }
    await ask(app, 'post', `/orgs/${orgId}/body`, 'bob').expect(403);
  });

  it('has unknown containers where no registry knows it, and a deny that could apply denies', async () => {
    const allowed = await givenMember(hosts.dataSource, { allowed: ['invoices:*:read'] });
    expect(await status(allowed, 'path/inv-1')).toBe(200);
    const orgId = await givenMember(hosts.dataSource, { allowed: ['invoices:*:read'], denied: ['invoices:ws-1:read'] });
    const { body } = await ask(app, 'get', `/orgs/${orgId}/path/inv-1`, 'bob').expect(403);
    expect(body.details).toEqual(refusal('context-missing', { required_permission: 'invoices:read' }));
  });

  it('is what a loader finds, with what contains it', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['lines:ws-1:read'] });
    stored.set(`${orgId} one`, 'ws-1').set(`${orgId} two`, 'ws-2').set(`${orgId} three`, null);
    expect(await statuses(orgId, 'lines/one', 'lines/two', 'lines/three', 'lines/unknown')).toEqual([
      200, 403, 403, 403,
    ]);
  });

  it('is refused as if nothing were granted where a loader finds nothing, whatever the caller may do', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const none = await givenMember(hosts.dataSource);
    stored.set(`${none} there`, 'ws-1');
    const all = await ask(app, 'get', `/orgs/${orgId}/lines/gone`, 'bob').expect(403);
    const [there, gone] = [
      await ask(app, 'get', `/orgs/${none}/lines/there`, 'bob').expect(403),
      await ask(app, 'get', `/orgs/${none}/lines/gone`, 'bob').expect(403),
    ];
    for (const { body } of [all, there, gone]) {
      expect(body.details).toEqual(refusal('no-grant', { required_permission: 'lines:read' }));
    }
  });

  it('is not in another organisation, as the loader is told which one', async () => {
    const [one, two] = [
      await givenMember(hosts.dataSource, { allowed: ['*'] }),
      await givenMember(hosts.dataSource, { allowed: ['*'] }),
    ];
    stored.set(`${one} mine`, null);
    expect([await status(one, 'lines/mine'), await status(two, 'lines/mine')]).toEqual([200, 403]);
  });

  it('is loaded once for each request, and not at all for who may do nothing', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['lines:*:read', 'lines:*:approve'] });
    stored.set(`${orgId} twice`, null);
    loads.length = 0;
    await ask(app, 'put', `/orgs/${orgId}/lines/twice`, 'bob').expect(200);
    expect(loads).toEqual([`${orgId} twice`]);
    await ask(app, 'put', `/orgs/${orgId}/lines/twice`, 'mallory').expect(403);
    await ask(app, 'put', `/orgs/${orgId}/lines/twice`).expect(401);
    await hosts.dataSource.query(
      `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
      [orgId],
    );
    const { body } = await ask(app, 'put', `/orgs/${orgId}/lines/twice`, 'bob').expect(403);
    expect(body.details.reason).toBe('suspended');
    expect(loads).toHaveLength(1);
  });

  it('is an error of the host when a loader answers something that is not an id', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    await ask(app, 'get', `/orgs/${orgId}/lines/broken`, 'bob').expect(500);
  });

  it('may be several permissions: all of them, any of them, or both', async () => {
    const paths = ['all', 'any', 'either', 'mixed'];
    const [one, both, other] = [
      await givenMember(hosts.dataSource, { allowed: ['reports:read'] }),
      await givenMember(hosts.dataSource, { allowed: ['reports:read', 'reports:send'] }),
      await givenMember(hosts.dataSource, { allowed: ['invoices:read', 'reports:send'] }),
    ];
    expect(await statuses(one, ...paths)).toEqual([403, 200, 200, 403]);
    expect(await statuses(both, ...paths)).toEqual([200, 200, 200, 403]);
    expect(await statuses(other, ...paths)).toEqual([403, 200, 200, 200]);
    const { body } = await ask(app, 'get', `/orgs/${one}/mixed`, 'bob');
    expect(body.details.required_permission).toBe('invoices:read and reports:read or reports:send');
  });
});

describe('a decorator that means nothing', () => {
  it.each<[string, () => unknown]>([
    ['an empty list', () => RequirePermission([])],
    ['no list', () => RequirePermission({})],
    ['an empty allOf', () => RequirePermission({ allOf: [], anyOf: ['reports:read'] })],
    ['an empty anyOf', () => RequirePermission({ allOf: ['reports:read'], anyOf: [] })],
    ['a scope with no name', () => RequirePermission('reports:read', { scope: '' })],
    ['an empty scope', () => RequirePermission('reports:read', { scope: {} as never })],
    ['two scopes', () => RequirePermission('reports:read', { scope: { query: 'a', body: 'b' } as never })],
    ['a scope of another kind', () => RequirePermission('reports:read', { scope: { header: 'a' } as never })],
    ['a loader that is none', () => RequirePermission('reports:read', { scope: { load: undefined as never } })],
    ['a list with a scope', () => RequirePermission('reports:read', { list: true, scope: 'id' })],
    ['oneself without scope', () => RequirePermission('reports:read', { orSelf: true })],
    ['a type without scope', () => RequirePermission('reports:read', { scopeType: 'type' })],
  ])('%s does not load', (_, decorate) => {
    expect(decorate).toThrow('@RequirePermission');
  });
});
