import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { defaultSchema } from '@castellan/core';
import {
  CastellanGuard,
  CastellanModule,
  Authenticated,
  CurrentCaller,
  PlatformAdmins,
  Public,
  RequirePermission,
  type CastellanOptions,
  type Caller,
} from '@castellan/nest';
import { ErrorFilter } from '@castellan/nest/admin';
import {
  All,
  Controller,
  Delete,
  Get,
  Head,
  Options,
  Param,
  Patch,
  Post,
  Put,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { refusal as refusalOf } from './answers';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
const apps: INestApplication[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  for (const app of apps) await app.close().catch(() => undefined);
  await database.close();
});

/** A host's application: its controllers behind our guard, the user's id in a header. */
async function start(controllers: Type[], options: Partial<CastellanOptions> = {}): Promise<INestApplication> {
  const identify = ({ headers }: { headers: Record<string, string | undefined> }): { userId: string } | null =>
    headers['x-user'] === undefined ? null : { userId: headers['x-user'] };
  const module = await Test.createTestingModule({
    imports: [
      TypeOrmModule.forRoot({ ...dataSourceOptions(database.target), retryAttempts: 0 }),
      CastellanModule.forRoot({ schema: defaultSchema, identify, platformAdmins: ['root'], ...options }),
    ],
    controllers,
    providers: [
      { provide: APP_GUARD, useExisting: CastellanGuard },
      { provide: APP_FILTER, useClass: ErrorFilter },
    ],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  apps.push(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Why an application with these controllers does not start. */
async function refusal(controllers: Type[]): Promise<Error> {
  try {
    await start(controllers);
  } catch (error) {
    return error as Error;
  }
  throw new Error('The application starts');
}

/** Makes an organisation where `bob` has these permissions; a second list is denied. */
async function givenBob(app: INestApplication, allowed: string[], denied: string[] = []): Promise<string> {
  const orgId = `org-${randomBytes(6).toString('hex')}`;
  const run = (text: string, values: unknown[]): Promise<unknown> => app.get(DataSource).query(text, values);
  await run(`insert into castellan.organisation (org_id, name) values ($1, $1)`, [orgId]);
  await run(`insert into castellan.organisation_state (org_id) values ($1)`, [orgId]);
  await run(`insert into castellan.member (org_id, user_id) values ($1, 'bob')`, [orgId]);
  for (const [effect, permissions] of [
    ['allow', allowed],
    ['deny', denied],
  ]) {
    await run(
      `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
       values ($1, $2, $2, $2, $3, $4)`,
      [orgId, `pol-${effect as string}`, effect, permissions],
    );
    const role = [orgId, `rl-${effect as string}`];
    await run(`insert into castellan.role (org_id, role_id, name, name_key) values ($1, $2, $2, $2)`, role);
    await run(`insert into castellan.role_policy (org_id, role_id, policy_id, position) values ($1, $2, $3, 1)`, [
      ...role,
      `pol-${effect as string}`,
    ]);
    await run(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin) values ($1, 'bob', $2, '*', 'manual')`,
      role,
    );
  }
  return orgId;
}

const get = (app: INestApplication, path: string, user?: string): request.Test => {
  const test = request(app.getHttpServer()).get(path);
  return user === undefined ? test : test.set('x-user', user);
};

@Controller('silent')
class Silent {
  @Get() get(): void {}
  @Post(':id') post(): void {}
  @Put() put(): void {}
  @Patch() patch(): void {}
  @Delete() delete(): void {}
  @Head('head') head(): void {}
  @Options() options(): void {}
  @All('all') all(): void {}
  @Get('declared') @Public() declared(): void {}
}

@Controller(['first', 'second'])
class TwoPaths {
  @Get(['a', 'b']) both(): void {}
}

class Inherited extends Silent {}
Controller('inherited')(Inherited);

@Controller('unknown')
class Unknown {
  @Get() @RequirePermission('apps:fly') fly(): void {}
  @Post() @RequirePermission(['apps:read', 'rockets:read']) either(): void {}
}

describe('an application with routes that declare nothing', () => {
  const says = (route: string, where: string): string =>
    `- ${route} (${where}) declares none of @RequirePermission, @Authenticated, @PlatformAdmins, @Public`;

  it('does not start, and names every such route', async () => {
    const error = await refusal([Silent, TwoPaths]);
    expect(error.message.split('\n').sort()).toEqual(
      [
        'These handlers are not safe to serve:',
        says('GET /silent', 'Silent.get'),
        says('POST /silent/:id', 'Silent.post'),
        says('PUT /silent', 'Silent.put'),
        says('PATCH /silent', 'Silent.patch'),
        says('DELETE /silent', 'Silent.delete'),
        says('HEAD /silent/head', 'Silent.head'),
        says('OPTIONS /silent', 'Silent.options'),
        says('ALL /silent/all', 'Silent.all'),
        ...['first', 'second'].flatMap((prefix) =>
          ['a', 'b'].map((path) => says(`GET /${prefix}/${path}`, 'TwoPaths.both')),
        ),
      ].sort(),
    );
  });

  it('does not start with routes of a base class either', async () => {
    await expect(start([Inherited])).rejects.toThrow('GET /inherited (Inherited.get) declares none');
  });

  it('starts when each of them is listed, and refuses them at each request', async () => {
    const thirdPartyRoutes = ['GET /first/a', 'GET /first/b', 'GET /second/a', 'GET /second/b'];
    await expect(start([TwoPaths], { thirdPartyRoutes: thirdPartyRoutes.slice(1) })).rejects.toThrow('GET /first/a');
    const app = await start([TwoPaths], { thirdPartyRoutes });
    for (const user of [undefined, 'bob', 'root']) await get(app, '/first/a', user).expect(403);
  });
});

describe('an application that requires an unknown permission', () => {
  it('does not start, and names the route and the permission', async () => {
    const error = await refusal([Unknown]);
    expect(error.message).toBe(
      [
        'These handlers are not safe to serve:',
        '- GET /unknown (Unknown.fly) requires "apps:fly", which the schema does not have',
        '- POST /unknown (Unknown.either) requires "rockets:read", which the schema does not have',
      ].join('\n'),
    );
  });

  it.each(['apps', 'apps:*', '*', 'apps:*:read', '', 'Apps:read', ' apps:read'])('or “%s” does not load', (text) => {
    expect(() => RequirePermission(text)).toThrow(`@RequirePermission('${text}')`);
  });
});

@Controller('orgs/:org_id')
@RequirePermission('apps:read')
class Merged {
  @Get('one') one(): string {
    return 'one';
  }
  @Get('both') @RequirePermission('models:read') both(): string {
    return 'both';
  }
  @Get('either') @RequirePermission(['models:read', 'tools:read']) either(): string {
    return 'either';
  }
  @Get('public') @Public({ despiteClass: true }) public(): string {
    return 'public';
  }
  @Get('any') @Authenticated({ despiteClass: true }) any(@CurrentCaller() caller: Caller): string {
    return caller.id;
  }
  @Get('operators') @PlatformAdmins({ despiteClass: true }) operators(@CurrentCaller() caller: Caller): string {
    return caller.kind;
  }
}

@Controller('open/:org_id')
@Public()
class Open {
  @Get('closed') @RequirePermission('apps:read') closed(): string {
    return 'closed';
  }
  @Get('open') open(): string {
    return 'open';
  }
}

@Controller('orgs/:org_id/policies')
class Scoped {
  @Get(':policy_id') @RequirePermission('policies:read', { scope: 'policy_id' }) one(@Param('policy_id') id: string) {
    return id;
  }
  @Get() @RequirePermission('policies:read', { list: true }) list(): string {
    return 'some';
  }
  @Put() @RequirePermission('policies:read') whole(): string {
    return 'all';
  }
}

describe('the guard', () => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await start([Merged, Open, Scoped]);
  });

  const statuses = async (orgId: string, ...names: string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const name of names) found.push((await get(app, `/orgs/${orgId}/${name}`, 'bob')).status);
    return found;
  };

  it('asks for the permissions of class and handler together', async () => {
    const [one, both, all] = [
      await givenBob(app, ['apps:read']),
      await givenBob(app, ['models:read']),
      await givenBob(app, ['apps:read', 'tools:read']),
    ];
    expect(await statuses(one, 'one', 'both', 'either')).toEqual([200, 403, 403]);
    expect(await statuses(both, 'one', 'both', 'either')).toEqual([403, 403, 403]);
    expect(await statuses(all, 'one', 'both', 'either')).toEqual([200, 403, 200]);
    const { body } = await get(app, `/orgs/${one}/either`, 'bob');
    const required_permission = 'apps:read and models:read or tools:read';
    expect(body.details).toEqual(refusalOf('no-grant', { required_permission }));
  });

  it("takes the handler's declaration in place of the class's, where it says so", async () => {
    const orgId = await givenBob(app, []);
    await get(app, `/orgs/${orgId}/public`).expect(200);
    await get(app, `/orgs/${orgId}/any`).expect(401);
    expect((await get(app, `/orgs/${orgId}/any`, 'bob').expect(200)).text).toBe('bob');
    await get(app, `/orgs/${orgId}/any`, 'mallory').expect(403);
    await get(app, `/orgs/${orgId}/operators`, 'bob').expect(403);
    expect((await get(app, `/orgs/${orgId}/operators`, 'root').expect(200)).text).toBe('operator');
    await get(app, `/open/${orgId}/closed`, 'bob').expect(403);
    await get(app, `/open/${orgId}/closed`).expect(401);
    await get(app, `/open/${orgId}/open`).expect(200);
  });

  it('asks about the thing in the path, so that a grant on one policy is good for that one', async () => {
    const orgId = await givenBob(app, [
      'policies:pol-1:read',
      'policies:policies/pol-2:read',
      'policies:apps/pol-3:read',
    ]);
    expect(await statuses(orgId, 'policies/pol-1', 'policies/pol-2')).toEqual([200, 200]);
    expect(await statuses(orgId, 'policies/pol-3', 'policies/pol-11', 'policies/POL-1', 'policies/*')).toEqual(
      Array(4).fill(403),
    );
    expect(await statuses(orgId, 'policies')).toEqual([200]);
    await request(app.getHttpServer()).put(`/orgs/${orgId}/policies`).set('x-user', 'bob').expect(403);
  });

  it('knows the id in a path by its bytes, however they are encoded', async () => {
    const orgId = await givenBob(app, ['policies:a%2Fb:read']);
    expect(await statuses(orgId, 'policies/a%2Fb', 'policies/a%2fb', 'policies/a%252Fb')).toEqual([200, 200, 403]);
  });

  it('lets a deny on one policy win over an allow on all', async () => {
    const orgId = await givenBob(app, ['policies:read'], ['policies:pol-1:read']);
    expect(await statuses(orgId, 'policies/pol-1', 'policies/pol-2', 'policies')).toEqual([403, 200, 200]);
    const { body } = await get(app, `/orgs/${orgId}/policies/pol-1`, 'bob');
    expect(body.details).toEqual(refusalOf('denied', { required_permission: 'policies:read' }));
    await request(app.getHttpServer()).put(`/orgs/${orgId}/policies`).set('x-user', 'bob').expect(403);
  });

  it('refuses a suspended member everything that is not public, and says why', async () => {
    const orgId = await givenBob(app, ['*']);
    expect(await statuses(orgId, 'one', 'any', 'public')).toEqual([200, 200, 200]);
    await app
      .get(DataSource)
      .query(`update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`, [
        orgId,
      ]);
    expect(await statuses(orgId, 'one', 'any', 'public')).toEqual([403, 403, 200]);
    const { body } = await get(app, `/orgs/${orgId}/one`, 'bob');
    expect(body.details).toEqual(refusalOf('suspended', { required_permission: 'apps:read' }));
  });

  it('forgets nothing of one organisation in another', async () => {
    const [one, two] = [await givenBob(app, ['*']), await givenBob(app, [])];
    expect([await statuses(one, 'one'), await statuses(two, 'one')]).toEqual([[200], [403]]);
    await get(app, '/orgs/nowhere/one', 'bob').expect(403);
  });

  it('refuses calls of a kind that it does not know', () => {
    const handler = Merged.prototype.one;
    const context = { getType: () => 'carrier-pigeon', getHandler: () => handler, getClass: () => Merged };
    const ask = () => app.get(CastellanGuard).canActivate(context as unknown as ExecutionContext);
    expect(ask).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });
});
