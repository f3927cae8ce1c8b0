import { CastellanGuard, CurrentCaller, Public, RequirePermission, type Caller } from '@castellan/nest';
import { Controller, Get, UseGuards, type INestApplication } from '@nestjs/common';
import {
  ClientProxyFactory,
  MessagePattern,
  EventPattern,
  Payload,
  Server,
  Transport,
  type ClientProxy,
  type CustomTransportStrategy,
} from '@nestjs/microservices';
import { createServer } from 'node:net';
import { isObservable, lastValueFrom } from 'rxjs';
import { givenMember, openHosts, type Hosts } from './hosts';

@Controller()
class Messages {
  @MessagePattern('read')
  @RequirePermission('reports:read', { scope: { payload: 'id' } })
  read(@Payload() { id }: { id: string }, @CurrentCaller() caller: Caller): object {
    return { id, user: caller.id, org: caller.orgId };
  }
  @MessagePattern({ cmd: 'open' }) @Public() open(): string {
    return 'open';
  }
}

@Controller()
@UseGuards(CastellanGuard)
class Guarded extends Messages {}

/** What the sender's own authentication proved would be in a signed envelope: here it is believed. */
const options = {
  identify: ({ payload }: { payload: { user?: string } }) =>
    payload.user === undefined ? null : { userId: payload.user },
  organizationFrom: ({ payload }: { payload: { org?: string } }) => payload.org ?? null,
};

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });

let hosts: Hosts;
let port: number;
beforeAll(async () => {
  hosts = await openHosts();
  port = await freePort();
});
afterAll(() => hosts.close());

const tcp = () => ({ transport: Transport.TCP, options: { host: '127.0.0.1', port } }) as const;
const connect = (hybrid?: object) => (app: INestApplication) => void app.connectMicroservice(tcp(), hybrid);

describe.each([
  ['whose microservice inherits its guards', [Messages], connect({ inheritAppConfig: true })],
  ['with the guard on the controller', [Guarded], connect()],
])('a hybrid application %s', (_, controllers, prepare) => {
  let client: ClientProxy;
  let app: INestApplication;
  let orgId: string;
  beforeAll(async () => {
    app = await hosts.start({ controllers, options, prepare });
    await app.startAllMicroservices();
    client = ClientProxyFactory.create(tcp());
    orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'], denied: ['reports:inv-2:read'] });
  });
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  const send = (pattern: unknown, data: object): Promise<any> =>
    lastValueFrom(client.send(pattern, data)).catch((error: unknown) => ({ refused: error }));

  it('lets in who holds the permission on what the payload names', async () => {
    expect(await send('read', { user: 'bob', org: orgId, id: 'inv-1' })).toEqual({
      id: 'inv-1',
      user: 'bob',
      org: orgId,
    });
    expect(await send({ cmd: 'open' }, {})).toBe('open');
  });

  it.each([
    ['nobody', { id: 'inv-1' }, 'AUTHENTICATION_FAILED'],
    ['a stranger', { user: 'mallory', id: 'inv-1' }, 'not-a-member'],
    ['a member under a deny', { user: 'bob', id: 'inv-2' }, 'denied'],
    ['a payload that names nothing', { user: 'bob' }, 'context-missing'],
  ])('refuses %s with the same body as over HTTP', async (_, payload, expected) => {
    const { refused } = await send('read', { org: orgId, ...payload });
    expect([refused.error, refused.details.reason]).toContain(expected);
  });

  it('refuses a member who was suspended meanwhile', async () => {
    const team = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const payload = { user: 'bob', org: team, id: 'inv-1' };
    expect(await send('read', payload)).toMatchObject({ user: 'bob' });
    await hosts.dataSource.query(
      `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
      [team],
    );
    expect((await send('read', payload)).refused.details.reason).toBe('suspended');
  });
});

describe('a transport of the host’s own', () => {
  class Direct extends Server implements CustomTransportStrategy {
    listen(done: () => void): void {
      done();
    }
    close(): void {}
    on(): never {
      throw new Error('There are no events');
    }
    unwrap(): never {
      throw new Error('There is no server');
    }
    async deliver(pattern: string, data: unknown): Promise<unknown> {
      const answer: unknown = await this.getHandlerByPattern(pattern)?.(data);
      return isObservable(answer) ? lastValueFrom(answer) : answer;
    }
  }

  it('guards messages that come without a context', async () => {
    const strategy = new Direct();
    const prepare = (app: INestApplication): void =>
      void app.connectMicroservice({ strategy }, { inheritAppConfig: true });
    const app = await hosts.start({ controllers: [Messages], options, prepare });
    await app.startAllMicroservices();
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'], denied: ['reports:inv-2:read'] });
    const message = { user: 'bob', org: orgId };
    expect(await strategy.deliver('read', { ...message, id: 'inv-1' })).toMatchObject({ user: 'bob', org: orgId });
    for (const id of ['inv-2', undefined])
      await expect(strategy.deliver('read', { ...message, id })).rejects.toMatchObject({ error: 'FORBIDDEN' });
    await expect(strategy.deliver('read', 'text')).rejects.toMatchObject({ error: 'AUTHENTICATION_FAILED' });
  });
});

describe('a hybrid application is refused', () => {
  const unguarded = 'Pattern read (Messages.read) has no guard before it: @UseGuards(CastellanGuard) on the controller';

  it('when its microservice does not inherit the guards', async () => {
    await expect(hosts.start({ controllers: [Messages], options, prepare: connect() })).rejects.toThrow(unguarded);
  });

  it('when a microservice without them is connected after the start', async () => {
    const app = await hosts.start({ controllers: [Messages], options });
    expect(() => app.connectMicroservice(tcp())).toThrow(unguarded);
  });

  it.each([
    ['started before the application', {}],
    ['initialised with it', { deferInitialization: true }],
  ])('before a message is answered, when its microservice is %s', async (_, hybrid) => {
    const app = await hosts.create({ controllers: [Messages], options, prepare: connect(hybrid) });
    await expect(app.startAllMicroservices()).rejects.toThrow(unguarded);
    const client = ClientProxyFactory.create(tcp());
    await expect(lastValueFrom(client.send({ cmd: 'open' }, {}))).rejects.toThrow('ECONNREFUSED');
    await client.close();
    await app.close();
  });

  it('when the guard comes after the handlers of its microservice were made', async () => {
    const late = (app: INestApplication): void => {
      const microservice = app.connectMicroservice(tcp(), { deferInitialization: true, inheritAppConfig: true });
      (microservice as unknown as { registerListeners(): void }).registerListeners();
      app.useGlobalGuards(app.get(CastellanGuard));
    };
    const app = await hosts.create({ controllers: [Messages], options, unbound: true, prepare: late });
    await expect(app.startAllMicroservices()).rejects.toThrow(unguarded);
    await app.close();
  });

  it('not for what its other routes lack before it is initialised', async () => {
    @Controller('late')
    class Late {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    const app = await hosts.create({ controllers: [Guarded, Late], options, unbound: true, prepare: connect() });
    await app.startAllMicroservices();
    await expect(app.init()).rejects.toThrow('GET /late (Late.get) has no guard before it');
    await app.close();
  });

  it('with a handler that declares nothing', async () => {
    @Controller()
    class Silent {
      @EventPattern('happened') happened(): void {}
    }
    await expect(
      hosts.start({ controllers: [Silent], options, prepare: connect({ inheritAppConfig: true }) }),
    ).rejects.toThrow('Pattern happened (Silent.happened) declares none of');
  });
});
