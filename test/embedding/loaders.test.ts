import {
  CurrentAccess,
  CurrentCaller,
  CurrentResource,
  Public,
  RequirePermission,
  type Access,
  type Caller,
  type GuardedCall,
  type ScopeLoader,
} from '@castellan/nest';
import { Controller, Get, Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { ask, givenMember, openHosts, PLATFORMS, type Hosts } from './hosts';

interface Line {
  readonly id: string;
  readonly text: string;
}

const loads: string[] = [];

@Injectable()
class LineLoader implements ScopeLoader<GuardedCall> {
  scopeOf({ params }: GuardedCall) {
    const id = String(params['id']);
    loads.push(id);
    if (id === 'missing') return null;
    if (id === 'odd') return { id, containers: [{ type: 'reports', id: 'rep-1' }] };
    return { id, containers: [], resource: { id, text: `line ${id}` } };
  }
}

@Injectable()
class WithinLoader implements ScopeLoader<GuardedCall> {
  scopeOf({ params }: GuardedCall) {
    return { id: String(params['line']), containers: [{ type: 'invoices', id: String(params['invoice']) }] };
  }
}

@Injectable()
class OtherLoader implements ScopeLoader<GuardedCall> {
  scopeOf({ params }: GuardedCall) {
    return { id: String(params['id']), containers: [], resource: { text: 'the other' } };
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestLoader implements ScopeLoader {
  constructor(@Inject(REQUEST) private readonly request: { readonly headers: Record<string, string> }) {}
  scopeOf() {
    return { id: this.request.headers['x-line'] ?? '', containers: [] };
  }
}

@Controller('orgs/:org_id')
class Lines {
  @Get('lines/:id') @RequirePermission('lines:read', { scope: { load: LineLoader } }) one(
    @CurrentResource() line: Line,
  ): Line {
    return line;
  }
  @Get('found/:id')
  @RequirePermission('lines:read', { scope: { load: LineLoader, whenMissing: 'not-found' } })
  found(@CurrentResource() line: Line): Line {
    return line;
  }
  @Get('uuid/:line/in/:invoice')
  @RequirePermission('lines:read', { scope: { load: WithinLoader, as: 'uuid' } })
  uuid(): void {}
  @Get('unsaid/:line/in/:invoice')
  @RequirePermission('lines:read', { scope: { load: WithinLoader } })
  unsaid(): void {}
  @Get('scoped') @RequirePermission('lines:read', { scope: { load: RequestLoader } }) scoped(): void {}
  @Get('open') @Public({ identify: true }) open(@CurrentCaller() caller: Caller | null): object {
    return { user: caller?.id ?? null, reads: caller?.organization !== null && caller !== null && mayRead(caller) };
  }
  @Get('can') @RequirePermission('lines:read', { list: true }) can(@CurrentAccess() access: Access): void {
    access.can('lines:read', { id: 'one', containers: [{ type: 'reports', id: 'rep-1' }] });
  }
}

function mayRead(caller: Caller): boolean {
  try {
    return caller.access.can('lines:read');
  } catch {
    return false;
  }
}

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

describe.each(PLATFORMS)('a loader, on %s', (platform) => {
  let app: Awaited<ReturnType<Hosts['start']>>;
  let orgId: string;
  beforeAll(async () => {
    app = await hosts.start({ platform, controllers: [Lines], providers: [LineLoader, RequestLoader, WithinLoader] });
    orgId = await givenMember(hosts.dataSource, { allowed: ['lines:one:read'] });
  });
  const get = (path: string, user?: string) => ask(app, 'get', `/orgs/${orgId}/${path}`, user);

  it('hands the handler what it found, and is asked once', async () => {
    loads.length = 0;
    expect((await get('lines/one', 'bob').expect(200)).body).toEqual({ id: 'one', text: 'line one' });
    expect(loads).toEqual(['one']);
  });

  it('of the handler hands over, where its class has one too', async () => {
    @Controller('orgs/:org_id/both/:id')
    @RequirePermission('lines:read', { scope: { load: LineLoader } })
    class Both {
      @Get() @RequirePermission('lines:read', { scope: { load: OtherLoader } }) get(@CurrentResource() found: object) {
        return found;
      }
    }
    const both = await hosts.start({ controllers: [Both], providers: [LineLoader, OtherLoader] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['lines:*:read'] });
    const { body } = await ask(both, 'get', `/orgs/${orgId}/both/one`, 'bob').expect(200);
    expect(body).toEqual({ text: 'the other' });
  });

  it('may be request-scoped', async () => {
    await get('scoped', 'bob').set('x-line', 'one').expect(200);
    await get('scoped', 'bob').set('x-line', 'two').expect(403);
  });

  it('answers 403 for what is missing, or 404 to those who may read some where it says so', async () => {
    await get('lines/missing', 'bob').expect(403);
    await get('found/missing', 'bob').expect(404);
    await get('found/two', 'bob').expect(403);
    const other = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
    await ask(app, 'get', `/orgs/${other}/found/missing`, 'bob').expect(403);
  });

  it('finds one thing under every spelling of its id, and of what contains it', async () => {
    const [id, invoice] = ['a1b2c3d4-e5f6-4711-8899-aabbccddeeff', 'b1b2c3d4-e5f6-4711-8899-aabbccddeeff'];
    const other = 'c1b2c3d4-e5f6-4711-8899-aabbccddeeff';
    const denied = [`lines:${id}:read`, `lines:invoices/${invoice}:read`];
    const team = await givenMember(hosts.dataSource, { allowed: ['lines:*:read'], denied });
    const status = async (path: string) => (await ask(app, 'get', `/orgs/${team}/${path}`, 'bob')).status;
    for (const path of ['uuid', 'unsaid']) {
      const found = [];
      for (const [line, within] of [
        [id, 'inv-1'],
        [id.toUpperCase(), 'inv-1'],
        [other, invoice],
        [other, invoice.toUpperCase()],
        [other, 'inv-1'],
      ]) {
        found.push(await status(`${path}/${line}/in/${within}`));
      }
      expect([path, found]).toEqual([path, [403, 403, 403, 403, 200]]);
    }
    const { body } = await ask(app, 'get', `/orgs/${team}/unsaid/${id.toUpperCase()}/in/inv-1`, 'bob');
    expect(body.details).toMatchObject({
      reason: 'context-missing',
      scope: expect.stringContaining('WithinLoader found'),
    });
  });

  it('must not name a container that the schema does not have, and neither must a question', async () => {
    const all = await givenMember(hosts.dataSource, { allowed: ['lines:*:read'] });
    await ask(app, 'get', `/orgs/${all}/lines/odd`, 'bob').expect(500);
    await ask(app, 'get', `/orgs/${all}/can`, 'bob').expect(500);
  });

  it('is not needed to tell a public handler who asks', async () => {
    const all = await givenMember(hosts.dataSource, { allowed: ['lines:*:read'] });
    const open = async (user?: string) => (await ask(app, 'get', `/orgs/${all}/open`, user).expect(200)).body;
    expect(await open()).toEqual({ user: null, reads: false });
    expect(await open('bob')).toEqual({ user: 'bob', reads: true });
    expect(await open('mallory')).toEqual({ user: 'mallory', reads: false });
  });
});
