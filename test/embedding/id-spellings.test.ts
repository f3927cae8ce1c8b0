import { Authenticated, RequirePermission } from '@castellan/nest';
import {
  Injectable,
  Body,
  Controller,
  Get,
  Param,
  ParseArrayPipe,
  ParseFloatPipe,
  ParseIntPipe,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import type { INestApplication, PipeTransform } from '@nestjs/common';
import { ask, givenMember, openHosts, PLATFORMS, type Hosts } from './hosts';

const DENIED = 'a1b2c3d4-e5f6-4711-8899-aabbccddeeff';
const OTHER = 'a1b2c3d4-e5f6-4711-8899-000000000000';

class TrimPipe implements PipeTransform {
  transform(value: string): string {
    return value.trim();
  }
}

const recorded: PropertyDecorator = () => undefined;

class Named {
  @recorded id!: number;
}
class Holder {
  @recorded of!: Named;
}

@Controller('orgs/:org_id')
class Reports {
  @Get('piped/:id') @RequirePermission('reports:read', { scope: 'id' }) piped(
    @Param('id', ParseUUIDPipe) id: string,
  ): string {
    return id;
  }
  @Get('said/:id') @RequirePermission('reports:read', { scope: { param: 'id', as: 'uuid' } }) said(): void {}
  @Get('unsaid/:id') @RequirePermission('reports:read', { scope: 'id' }) unsaid(): void {}
  @Get('text/:id') @RequirePermission('reports:read', { scope: { param: 'id', as: 'text' } }) text(): void {}
  @Get('number/:id') @RequirePermission('reports:read', { scope: 'id' }) number(
    @Param('id', ParseIntPipe) id: number,
  ): number {
    return id;
  }
  @Get('typed/:id') @RequirePermission('reports:read', { scope: 'id' }) typed(@Param('id') id: number): number {
    return Number(id);
  }
  @Get('query') @RequirePermission('reports:read', { scope: { query: 'id' } }) query(
    @Query('id', new ParseUUIDPipe()) id: string,
  ): string {
    return id;
  }
  @Post('body') @RequirePermission('reports:read', { scope: { body: 'id' } }) body(@Body() body: object): object {
    return body;
  }
  @Get('trimmed/:id') @RequirePermission('reports:read', { scope: { param: 'id', as: 'text' } }) trimmed(
    @Param('id', TrimPipe) id: string,
  ): string {
    return id;
  }
  @Post('each')
  @RequirePermission('reports:read', { scope: { body: 'ids', each: true, as: 'integer' } })
  each(): void {}
  @Post('nested') @RequirePermission('reports:read', { scope: { body: 'of.id', as: 'text' } }) nested(): void {}
  @Post('dto') @RequirePermission('reports:read', { scope: { body: 'id' } }) dto(@Body() body: Named): Named {
    return body;
  }
  @Post('deep') @RequirePermission('reports:read', { scope: { body: 'of.id' } }) deep(@Body() body: Holder): Holder {
    return body;
  }
  @Post('make') @RequirePermission('lines:read', { in: { body: 'invoice', type: 'invoices' } }) make(): void {}
}

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

describe.each(PLATFORMS)('an id that is denied, on %s', (platform) => {
  let app: INestApplication;
  let orgId: string;
  beforeAll(async () => {
    app = await hosts.start({ platform, controllers: [Reports] });
    orgId = await givenMember(hosts.dataSource, {
      allowed: ['reports:*:read'],
      denied: [`reports:${DENIED}:read`, 'reports:1:read'],
    });
  });
  const statuses = async (...paths: string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const path of paths) found.push((await ask(app, 'get', `/orgs/${orgId}/${path}`, 'bob')).status);
    return found;
  };

  it.each(['piped', 'said', 'query?id='])('is denied in upper case too, where it is a UUID: %s', async (path) => {
    const at = path.includes('?') ? path : `${path}/`;
    const mixed = DENIED.replace('a1b2', 'A1b2');
    expect(await statuses(`${at}${DENIED}`, `${at}${DENIED.toUpperCase()}`, `${at}${mixed}`)).toEqual([403, 403, 403]);
    expect(await statuses(`${at}${OTHER}`, `${at}${OTHER.toUpperCase()}`)).toEqual([200, 200]);
    expect(await statuses(`${at}{${DENIED}}`, `${at}${DENIED.replaceAll('-', '')}`)).toEqual([403, 403]);
  });

  it('is refused in a spelling that could be another one, where nobody says what ids are', async () => {
    expect(await statuses(`unsaid/${DENIED.toUpperCase()}`, `unsaid/${OTHER.toUpperCase()}`, 'unsaid/01')).toEqual([
      403, 403, 403,
    ]);
    const { body } = await ask(app, 'get', `/orgs/${orgId}/unsaid/01`, 'bob');
    expect(body.details).toMatchObject({
      reason: 'context-missing',
      scope: expect.stringContaining("`as: 'integer'`"),
    });
    expect(await statuses(`unsaid/${OTHER}`, 'unsaid/INV-1', 'text/01', `text/${OTHER.toUpperCase()}`)).toEqual([
      200, 200, 200, 200,
    ]);
  });

  it.each(['number', 'typed'])('is denied with leading zeros too, where it is a number: %s', async (path) => {
    const denied = ['1', '01', '0001', '1.0', '1e0', '0x1', '+1', '%201', '9007199254740993'];
    expect(await statuses(...denied.map((id) => `${path}/${id}`))).toEqual(denied.map(() => 403));
    expect(await statuses(`${path}/2`, `${path}/02`, `${path}/-1`)).toEqual([200, 200, 200]);
  });

  it('is refused in whatever a number or a UUID may be written as, where nobody says what ids are', async () => {
    const bare = DENIED.replaceAll('-', '');
    const uuids = [bare, `{${DENIED}}`, `{${bare}}`, `${DENIED.slice(0, 8)}${DENIED.slice(9)}`];
    const numbers = [
      '010000000000000000000',
      '0x1',
      '0b1',
      '0o1',
      '1.0',
      '1.',
      '.1e1',
      '1e0',
      '10e-1',
      '+1',
      '-0',
      '1_0',
      '%201',
      '1%09',
      '1%00',
    ];
    const refused = [...uuids, ...numbers, '5F8D04B3E1A2C3D4E5F60718'];
    expect(await statuses(...refused.map((id) => `unsaid/${id}`))).toEqual(refused.map(() => 403));
    const texts = [
      '1-0',
      '1.0.0',
      '5f8d04b3e1',
      '5f8d04b3e1a2c3d4e5f60718',
      'INV-1',
      '9007199254740993',
      '0x52908400098527886E0F7030069857D2E4169EE7',
    ];
    expect(await statuses(...texts.map((id) => `unsaid/${id}`))).toEqual(texts.map(() => 200));
    expect(await statuses('trimmed/1', 'trimmed/%201', 'trimmed/2')).toEqual([403, 403, 200]);
    expect(await statuses('text/1.0', `text/${bare}`, 'text/%201', 'text/1%0A', 'text/1%00')).toEqual([
      200, 200, 403, 403, 403,
    ]);
  });

  it('is read as the property of a body says, also within an object', async () => {
    const send = async (path: string, body: object) =>
      (await ask(app, 'post', `/orgs/${orgId}/${path}`, 'bob').send(body)).status;
    for (const id of ['01', '1.0', ' 1', 1, '1']) {
      expect([await send('dto', { id }), await send('deep', { of: { id } })]).toEqual([403, 403]);
    }
    for (const id of ['02', 2]) {
      expect([await send('dto', { id }), await send('deep', { of: { id } })]).toEqual([201, 201]);
    }
    expect(await send('nested', { of: { id: '1' }, 'of.id': '2' })).toBe(403);
    expect(await send('nested', { of: { id: '2' }, 'of.id': '1' })).toBe(201);
    expect([await send('nested', { 'of.id': '2' }), await send('nested', { of: ['2'] })]).toEqual([403, 403]);
  });

  it('stands for its decimal text as a number in a body', async () => {
    const send = async (id: unknown) =>
      (await ask(app, 'post', `/orgs/${orgId}/body`, 'bob').send({ id } as object)).status;
    expect([await send(2), await send('2'), await send(1), await send('1')]).toEqual([201, 201, 403, 403]);
    for (const odd of [1.5, 1e21, null, true, [2], { id: 2 }]) expect([odd, await send(odd)]).toEqual([odd, 403]);
  });

  it('is named in the answer when it is one of several', async () => {
    const send = (ids: unknown) => ask(app, 'post', `/orgs/${orgId}/each`, 'bob').send({ ids } as object);
    await send([2, '3', '04']).expect(201);
    const { body } = await send([2, '01', 3]).expect(403);
    expect(body.details).toMatchObject({ reason: 'denied', denied: ['1'], required_permission: 'reports:read' });
    for (const odd of [[], undefined, '21', [2, null], [2, 'x'], Array.from({ length: 1_001 }, (_, at) => at + 2)]) {
      expect((await send(odd).expect(403)).body.details.reason).toBe('context-missing');
    }
  });
});

describe('an organisation in the path', () => {
  @Controller('orgs/:org_id/spelled')
  class Spelled {
    @Get() @RequirePermission('reports:read') get(@Param('org_id', ParseIntPipe) orgId: number): number {
      return orgId;
    }
    @Get('mine') @Authenticated() mine(@Param('org_id', ParseUUIDPipe) orgId: string): string {
      return orgId;
    }
  }

  it('is refused in a spelling that the handler takes for another organisation', async () => {
    const app = await hosts.start({ controllers: [Spelled] });
    const uuid = DENIED.replace('a1b2', 'c3d4');
    for (const orgId of ['7', '07', '7.0', '9007199254740993', uuid, uuid.toUpperCase()])
      await givenMember(hosts.dataSource, { orgId, allowed: ['*'] });
    const status = async (path: string): Promise<number> => (await ask(app, 'get', `/orgs/${path}`, 'bob')).status;
    expect([await status('7/spelled'), await status('07/spelled'), await status('7.0/spelled')]).toEqual([
      200, 403, 403,
    ]);
    expect(await status('9007199254740993/spelled')).toBe(403);
    expect([await status(`${uuid}/spelled/mine`), await status(`${uuid.toUpperCase()}/spelled/mine`)]).toEqual([
      200, 403,
    ]);
  });
});

describe('making something in a container', () => {
  it('asks for the permission in that container', async () => {
    const app = await hosts.start({ controllers: [Reports] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['lines:invoices/inv-1:read'] });
    const send = (invoice: unknown) => ask(app, 'post', `/orgs/${orgId}/make`, 'bob').send({ invoice } as object);
    const all = await givenMember(hosts.dataSource, { allowed: ['lines:*:read'] });
    expect((await ask(app, 'post', `/orgs/${all}/make`, 'bob').send({ invoice: 'inv-9' })).status).toBe(201);
    // Nobody registered the invoice, so that its own container is not known; what is granted in it is.
    expect((await send('inv-2')).status).toBe(403);
    expect((await send(undefined)).status).toBe(403);
    expect((await send(['inv-1'])).status).toBe(403);
  });
});

describe('a host does not start', () => {
  it.each([
    ['asks about what a pipe splits', {}, ParseArrayPipe, 'asks about "id", which ParseArrayPipe makes into no id'],
    [
      'says text of what a pipe makes a UUID',
      { as: 'text' } as const,
      ParseUUIDPipe,
      'says that "id" is text, and ParseUUIDPipe',
    ],
    [
      'says uuid of what a pipe makes a number',
      { as: 'uuid' } as const,
      ParseIntPipe,
      'ParseIntPipe says that it is integer',
    ],
    ["does not say what a host's own pipe makes", {}, TrimPipe, 'which TrimPipe may change: say how ids are written'],
    [
      'asks about what a pipe makes a fraction',
      {},
      ParseFloatPipe,
      'asks about "id", which ParseFloatPipe makes into no id',
    ],
  ])('when a declaration %s', async (_, as, pipe, message) => {
    @Controller('orgs/:org_id/odd')
    class Odd {
      @Get(':id') @RequirePermission('reports:read', { scope: { param: 'id', ...as } }) get(
        @Param('id', pipe as never) _id: unknown,
      ): void {}
    }
    await expect(hosts.start({ controllers: [Odd] })).rejects.toThrow(message);
  });

  it('when a handler takes as one key what the declaration takes as a way through objects', async () => {
    @Controller('orgs/:org_id/odd')
    class Odd {
      @Post() @RequirePermission('reports:read', { scope: { body: 'of.id' } }) make(@Body('of.id') _id: string): void {}
    }
    const message = 'asks about "of.id" within objects, and its handler takes that as one key';
    await expect(hosts.start({ controllers: [Odd] })).rejects.toThrow(message);
  });

  describe('where an organisation goes through a pipe of its own', () => {
    @Injectable()
    class LowerCasePipe implements PipeTransform {
      transform = (text: string): string => text.toLowerCase();
    }
    @Controller('orgs/:org_id/odd')
    class Odd {
      @Get() @RequirePermission('reports:read') get(@Param('org_id', LowerCasePipe) org: string): string {
        return org;
      }
    }
    @Controller('orgs/:org_id/loaded')
    class Loaded {
      @Get() @RequirePermission('reports:read') get(@Param('org_id', LowerCasePipe) _org: object): void {}
    }

    it('unless it says how organisations are written, or the pipe makes something else of it', async () => {
      const message = 'takes its organisation through LowerCasePipe, which may change it';
      await expect(hosts.start({ controllers: [Odd] })).rejects.toThrow(message);
      await hosts.start({ controllers: [Loaded] });
      const text = await hosts.start({ controllers: [Odd], options: { organizationAs: 'text' } });
      const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
      await ask(text, 'get', `/orgs/${orgId}/odd`, 'bob').expect(200);
    });

    it('and refuses an organisation that is not written as it says', async () => {
      const uuids = await hosts.start({ controllers: [Odd], options: { organizationAs: 'uuid' } });
      const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
      await ask(uuids, 'get', `/orgs/${orgId}/odd`, 'bob').expect(403);
    });
  });

  it('when something is made in what cannot contain it', async () => {
    @Controller('orgs/:org_id/odd')
    class Odd {
      @Post() @RequirePermission('reports:send', { in: { body: 'id', type: 'invoices' } }) make(): void {}
    }
    await expect(hosts.start({ controllers: [Odd] })).rejects.toThrow('asks in "invoices", which contain no reports');
  });
});
