import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conflict, CastellanError } from '@castellan/core';
import { CastellanException, Public } from '@castellan/nest';
import * as admin from '@castellan/nest/admin';
import { CastellanAdminModule, ErrorFilter, FoundingService, RolesService, SYSTEM } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import {
  Body,
  ConflictException,
  Controller,
  Get,
  Injectable,
  Logger,
  Param,
  Post,
  UnauthorizedException,
  UseFilters,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IsEmail } from 'class-validator';
import { DataSource } from 'typeorm';
import { ADMIN_SERVICES } from '../../libs/nest/src/admin-services';
import { throwHttpExceptions, throwsHttpExceptions } from '../../libs/nest/src/errors/castellan.exception';
import { CALLS, READS, type RefusedCall } from './refused-calls';
import { ask, openHosts, PLATFORMS, type Hosts, type Platform } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
  Logger.overrideLogger(false);
});
afterAll(() => hosts.close());

/** A host's own routes: each calls one service, and has no filter. */
@Public()
@Controller()
class CallsController {
  constructor(private readonly modules: ModuleRef) {}

  @Post('calls/:at/:org')
  async call(@Param('at') at: string, @Param('org') orgId: string): Promise<string> {
    await (CALLS[Number(at)] as RefusedCall).act((type) => this.modules.get(type, { strict: false }), orgId);
    return 'done';
  }

  @Get('reads/:at/:org')
  async read(@Param('at') at: string, @Param('org') orgId: string): Promise<string> {
    await READS[Number(at)]?.((type) => this.modules.get(type, { strict: false }), orgId);
    return 'done';
  }

  @Get('own-mistake')
  async mistake(): Promise<string> {
    await this.modules.get(DataSource, { strict: false }).query('select 1 / 0');
    return 'done';
  }
}

class SignUp {
  @IsEmail()
  email!: string;
}

@Injectable()
class Refuses implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException('of the host');
  }
}

/** What a host throws, and what it validates; the same routes are there without our filter. */
class ThrowsThings {
  @Get('conflict')
  conflict(): never {
    throw new ConflictException('Already booked');
  }

  @Get('conflict-with-body')
  conflictWithBody(): never {
    throw new ConflictException({ code: 'BOOKED', room: 7 });
  }

  @Get('error')
  error(): never {
    throw new Error('Something of the host broke');
  }

  @Get('guarded')
  @UseGuards(Refuses)
  guarded(): string {
    return 'never';
  }

  @Post('sign-up')
  signUp(@Body() { email }: SignUp): string {
    return email;
  }
}

@Public()
@UseFilters(ErrorFilter)
@Controller('filtered')
class FilteredController extends ThrowsThings {
  @Get('ours')
  ours(): never {
    throw conflict('limit', 'Too many');
  }
}

@Public()
@Controller('plain')
class PlainController extends ThrowsThings {}

let made = 0;

async function start(platform: Platform): Promise<{ app: INestApplication; orgId: string }> {
  const app = await hosts.start({
    platform,
    entities: castellanEntities,
    imports: [CastellanAdminModule.forRoot({ apis: ['iam'] })],
    controllers: [CallsController, FilteredController, PlainController],
    prepare: (host) => void host.useGlobalPipes(new ValidationPipe()),
  });
  const orgId = `org-errors-${++made}`;
  await app.get(FoundingService).bootstrap({ org: orgId, admin: 'alice' });
  return { app, orgId };
}

describe('the services that a host may call', () => {
  it('are all that an entry point exports, and all of them throw HttpExceptions', () => {
    const exported = Object.entries(admin).filter(([name]) => name.endsWith('Service'));
    expect(exported.map(([, type]) => type).filter((type) => !throwsHttpExceptions(type as Type))).toEqual([]);
    expect(ADMIN_SERVICES.filter((type) => !exported.some(([, one]) => one === type))).toEqual([]);
  });

  it('are each refused for a reason in these tests, by every method that writes or shows one thing', () => {
    const root = join(__dirname, '../../libs/nest/src');
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.service.ts'),
    );
    const methods = paths.flatMap((path) => {
      const source = readFileSync(join(root, path), 'utf8');
      const [, service] = /^export class (\w+Service)\b/m.exec(source) ?? [];
      if (!ADMIN_SERVICES.some(({ name }) => name === service)) return [];
      const written = /^ {2}(?:async )?(?:(\w+)\(actor: Actor, (?!.*: Change\b)|(get)\()/gm;
      return [...source.matchAll(written)].map(([, writes, shows]) => `${service}.${writes ?? shows}`);
    });
    const called = new Set(CALLS.map(({ name }) => name.split(' ')[0]));
    expect(methods.length).toBeGreaterThan(20);
    expect(methods.filter((name) => !called.has(name))).toEqual([]);
  });
});

describe.each(PLATFORMS)('a handler of a host on %s, without a filter', (platform) => {
  let app: INestApplication;
  let orgId: string;
  beforeAll(async () => {
    ({ app, orgId } = await start(platform));
  });

  it.each(CALLS.map((call, at) => [call.name, at] as const))('answers as we would: %s', async (_, at) => {
    const { status, reason } = CALLS[at] as RefusedCall;
    const { body } = await ask(app, 'post', `/calls/${at}/${orgId}`).expect(status);
    if (status === 422) return expect(body.detail.length).toBeGreaterThan(0);
    expect(body).toMatchObject({ status_code: status, details: reason === undefined ? {} : { reason } });
  });

  it.each(['conflict', 'conflict-with-body', 'error', 'guarded'])('keeps its own exceptions: %s', async (path) => {
    const plain = await ask(app, 'get', `/plain/${path}`);
    const filtered = await ask(app, 'get', `/filtered/${path}`);
    expect(plain.status).toBeGreaterThanOrEqual(400);
    expect([filtered.status, filtered.body]).toEqual([plain.status, plain.body]);
    const headers = [filtered.headers, plain.headers].map(({ date: _date, ...rest }) => rest);
    expect(headers[0]).toEqual(headers[1]);
  });

  it('keeps its validation messages, with our filter too', async () => {
    const { body } = await ask(app, 'post', '/filtered/sign-up').send({ email: 'nobody' }).expect(400);
    expect(body.message).toEqual(['email must be an email']);
  });

  it('gives our errors our body, with our filter', async () => {
    const { body } = await ask(app, 'get', '/filtered/ours').expect(409);
    expect(body).toMatchObject({ error: 'CONFLICT', details: { reason: 'limit' } });
  });

  it('keeps what its own statements throw', async () => {
    const { body } = await ask(app, 'get', '/own-mistake').expect(500);
    expect(body).toEqual({ statusCode: 500, message: 'Internal server error' });
  });

  it('answers 503 while the database is away', async () => {
    const other = await start(platform);
    const reads = [...READS.keys()].map((at) => `/reads/${at}/${other.orgId}`);
    for (const path of reads) await ask(other.app, 'get', path).expect(200);
    await other.app.get(DataSource).destroy();
    for (const path of reads) {
      const { body } = await ask(other.app, 'get', path).expect(503);
      expect(body).toMatchObject({ error: 'SERVICE_UNAVAILABLE' });
    }
    for (const at of [...CALLS.keys()].filter((key) => CALLS[key]?.asksDatabase !== false)) {
      const { body } = await ask(other.app, 'post', `/calls/${at}/${other.orgId}`).expect(503);
      expect(body).toMatchObject({ error: 'SERVICE_UNAVAILABLE', details: {} });
    }
    await ask(other.app, 'get', '/own-mistake').expect(500);
  });
});

describe('what led to a 503', () => {
  it('is in the log once, with the id of the request where our filter answers', async () => {
    const lines: Array<{ err?: unknown; requestId?: unknown }> = [];
    const note = (line: object): void => void lines.push(line);
    const silent = { log: () => undefined, warn: () => undefined, fatal: () => undefined };
    const { app, orgId } = await start('fastify');
    await app.get(DataSource).destroy();
    Logger.overrideLogger({ ...silent, error: note });
    try {
      await ask(app, 'post', `/calls/0/${orgId}`).expect(503);
      expect(lines).toEqual([{ err: expect.objectContaining({ message: 'Driver not Connected' }) }]);
      await ask(app, 'get', `/v1/orgs/${orgId}`, 'alice').expect(503);
      expect(lines).toHaveLength(2);
      expect(lines[1]).toHaveProperty('requestId');
    } finally {
      Logger.overrideLogger(false);
    }
  });
});

describe('what a service throws', () => {
  it('is a CastellanError and an HttpException', async () => {
    const { app, orgId } = await start('express');
    const error: unknown = await app
      .get(RolesService)
      .get(orgId, 'none')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CastellanError);
    expect(error).toBeInstanceOf(CastellanException);
    expect(error).toMatchObject({ kind: 'not-found', details: { resource_type: 'roles' }, issues: [] });
  });

  it('is not wrapped twice, whoever asks for it again', async () => {
    throwHttpExceptions(RolesService);
    const { app, orgId } = await start('express');
    const deleted = app.get(RolesService).delete(SYSTEM, orgId, 'none');
    const error = await deleted.catch((thrown: unknown) => thrown as CastellanException);
    expect((error as CastellanException).error).not.toBeInstanceOf(CastellanException);
  });
});
