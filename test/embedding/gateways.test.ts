import {
  CastellanGuard,
  CurrentAccess,
  CurrentCaller,
  Public,
  RequirePermission,
  type Access,
  type Caller,
} from '@castellan/nest';
import {
  Catch,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import { WebSocket } from 'ws';
import { givenMember, openHosts, type Hosts } from './hosts';

/** A socket says who it is and where by its path: what a handshake would prove. */
interface Client {
  who?: { user: string; org: string };
}

/** Nest sends exceptions to sockets of Socket.IO only: a host on `ws` has such a filter. */
@Catch(WsException)
class SendExceptions implements ExceptionFilter {
  catch(exception: WsException, host: ArgumentsHost): void {
    host
      .switchToWs()
      .getClient<WebSocket>()
      .send(JSON.stringify({ event: 'exception', data: exception.getError() }));
  }
}

@WebSocketGateway({ path: '/ws' })
@UseFilters(SendExceptions)
@UseGuards(CastellanGuard)
class Gate {
  handleConnection(client: Client, { url }: { url: string }): void {
    const query = new URL(url, 'http://host').searchParams;
    client.who = { user: query.get('user') ?? '', org: query.get('org') ?? '' };
  }
  @SubscribeMessage('read')
  @RequirePermission('reports:read', { scope: { payload: 'id' } })
  read(@CurrentCaller() caller: Caller, @CurrentAccess() access: Access) {
    return { event: 'read', data: { user: caller.id, org: access.orgId } };
  }
  @SubscribeMessage('report') @RequirePermission('reports:read') report(@CurrentAccess() { userId }: Access) {
    return { event: 'report', data: userId };
  }
  @SubscribeMessage('open') @Public() open() {
    return { event: 'open', data: 'open' };
  }
}

const options = {
  identify: ({ client }: { client: Client }) => (client.who?.user ? { userId: client.who.user } : null),
  organizationFrom: ({ client }: { client: Client }) => client.who?.org ?? null,
};
const prepare = (app: INestApplication): void => {
  app.useWebSocketAdapter(new WsAdapter(app));
};

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

describe('a gateway', () => {
  let url: string;
  let orgId: string;
  beforeAll(async () => {
    const app = await hosts.start({ providers: [Gate], options, prepare });
    await app.listen(0, '127.0.0.1');
    url = (await app.getUrl()).replace('http', 'ws');
    orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'], denied: ['reports:inv-2:read'] });
  });

  /** The answers to some messages of one socket, sent at once. */
  const send = async (user: string, ...messages: Array<readonly [string, unknown]>): Promise<any[]> => {
    const socket = new WebSocket(`${url}/ws?user=${user}&org=${orgId}`);
    await new Promise((open, fail) => socket.on('open', open).on('error', fail));
    const answers: any[] = [];
    const all = new Promise<void>((done) => {
      socket.on('message', (text) => {
        answers.push(JSON.parse(String(text)));
        if (answers.length === messages.length) done();
      });
    });
    for (const [event, data] of messages) socket.send(JSON.stringify({ event, data }));
    await all;
    socket.close();
    return answers;
  };

  it('lets in who holds the permission on what the payload names', async () => {
    const [answer] = await send('bob', ['read', { id: 'inv-1' }]);
    expect(answer).toEqual({ event: 'read', data: { user: 'bob', org: orgId } });
  });

  it('lets everybody use what is public', async () => {
    expect(await send('', ['open', null])).toEqual([{ event: 'open', data: 'open' }]);
  });

  it.each([
    ['nobody', '', 'inv-1', { error: 'AUTHENTICATION_FAILED' }],
    ['a stranger', 'mallory', 'inv-1', { error: 'FORBIDDEN', details: { reason: 'not-a-member' } }],
    ['a member under a deny', 'bob', 'inv-2', { error: 'FORBIDDEN', details: { reason: 'denied' } }],
    ['a payload that names nothing', 'bob', undefined, { error: 'FORBIDDEN', details: { reason: 'context-missing' } }],
  ])('refuses %s in the form of sockets, with the same body as over HTTP', async (_, user, id, expected) => {
    const [{ event, data }] = await send(user, ['read', { id }]);
    expect([event, data]).toEqual(['exception', expect.objectContaining({ error: expected.error })]);
    if ('details' in expected) expect(data.details).toMatchObject(expected.details);
  });

  it('keeps the messages of one socket apart', async () => {
    const team = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const before = orgId;
    orgId = team;
    const messages = Array.from({ length: 30 }, (_, at): [string, unknown] =>
      at % 2 ? ['report', at] : ['read', { id: `inv-${at}` }],
    );
    const answers = await send('bob', ...messages);
    expect(answers.filter(({ event }) => event === 'read')).toHaveLength(15);
    expect(answers.filter(({ event, data }) => event === 'report' && data === 'bob')).toHaveLength(15);
    orgId = before;
  });

  it('refuses a member who was suspended while the socket is open', async () => {
    const team = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const socket = new WebSocket(`${url}/ws?user=bob&org=${team}`);
    await new Promise((open, fail) => socket.on('open', open).on('error', fail));
    const next = (): Promise<any> =>
      new Promise((done) => socket.once('message', (text) => done(JSON.parse(String(text)))));
    const report = (): void => socket.send(JSON.stringify({ event: 'report', data: null }));
    report();
    expect((await next()).event).toBe('report');
    await hosts.dataSource.query(
      `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
      [team],
    );
    report();
    expect((await next()).data.details.reason).toBe('suspended');
    socket.close();
  });
});

describe('a host with a gateway does not start', () => {
  it('without the guard on it: that of the application does not reach it', async () => {
    @WebSocketGateway({ path: '/bare' })
    class Bare {
      @SubscribeMessage('read') @RequirePermission('reports:read') read(): void {}
    }
    await expect(hosts.start({ providers: [Bare], options, prepare })).rejects.toThrow(
      'Message read (Bare.read) has no guard before it: global guards do not reach gateways: @UseGuards(CastellanGuard)',
    );
  });

  it('with a handler that declares nothing, also where undeclared routes are denied', async () => {
    @WebSocketGateway({ path: '/silent' })
    class Silent {
      @SubscribeMessage('read') read(): void {}
    }
    await expect(hosts.start({ providers: [Silent], options, prepare })).rejects.toThrow(
      'Message read (Silent.read) declares none of',
    );
    const denying = { ...options, undeclaredRoutes: 'deny' as const };
    await expect(hosts.start({ providers: [Silent], options: denying, prepare })).rejects.toThrow(
      'Message read (Silent.read) has no guard before it',
    );
  });
});

describe('a socket that is signed in as somebody else between two equal messages', () => {
  const meeting = <T>(): { readonly met: Promise<T>; meet(value: T): void } => {
    let meet: (value: T) => void = () => undefined;
    const met = new Promise<T>((resolve) => (meet = resolve));
    return { met, meet };
  };
  const second = meeting<void>();
  const first = meeting<void>();
  let arrived = 0;

  /** Holds the message that came last within, until the one before it has come past the guard too. */
  class Hold implements NestInterceptor {
    async intercept(_: unknown, next: CallHandler): Promise<Observable<unknown>> {
      if (++arrived === 1) second.meet();
      else first.meet();
      await first.met;
      return next.handle();
    }
  }

  @WebSocketGateway({ path: '/switching' })
  @UseGuards(CastellanGuard)
  @UseInterceptors(Hold)
  class Switching {
    @SubscribeMessage('who') @RequirePermission('reports:read') who(@CurrentAccess() { userId }: Access) {
      return { event: 'who', data: userId };
    }
  }

  @WebSocketGateway({ path: '/named' })
  @UseGuards(CastellanGuard)
  class Named {
    @SubscribeMessage('who') @RequirePermission('reports:read') who(
      @CurrentAccess() { userId }: Access,
      @CurrentCaller() { id }: Caller,
    ) {
      return { event: 'who', data: [userId, id] };
    }
  }

  it('gives the later one no rights of who it was before', async () => {
    const orgId = await givenMember(hosts.dataSource, { user: 'bob', allowed: ['*'] });
    await hosts.dataSource.query(`insert into castellan.member (org_id, user_id) values ($1, 'carol')`, [orgId]);
    await hosts.dataSource.query(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin) values ($1, 'carol', 'rl-allow', '*', 'manual')`,
      [orgId],
    );
    const users = ['bob', 'carol'];
    const identify = async (): Promise<{ userId: string }> => {
      const userId = users.shift() ?? '';
      if (userId === 'bob') await second.met;
      return { userId };
    };
    const options = { identify, organizationFrom: () => orgId };
    const app = await hosts.start({ providers: [Switching], options, prepare });
    await app.listen(0, '127.0.0.1');
    const socket = new WebSocket(`${(await app.getUrl()).replace('http', 'ws')}/switching`);
    await new Promise((open, fail) => socket.on('open', open).on('error', fail));
    const answers: unknown[] = [];
    const both = new Promise<void>((done) => {
      socket.on('message', (text) => {
        if (answers.push(JSON.parse(String(text)).data) === 2) done();
      });
    });
    for (let sent = 0; sent < 2; sent++) socket.send(JSON.stringify({ event: 'who', data: null }));
    await both;
    socket.close();
    expect(answers).toEqual(['carol', 'carol']);
  });

  it('is let in as who it was when it was asked, whatever becomes of the object that says so', async () => {
    const orgId = await givenMember(hosts.dataSource, { user: 'bob', allowed: ['*'] });
    const user = { userId: 'bob' };
    const organizationFrom = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      user.userId = 'mallory';
      return orgId;
    };
    const app = await hosts.start({ providers: [Named], options: { identify: () => user, organizationFrom }, prepare });
    await app.listen(0, '127.0.0.1');
    const socket = new WebSocket(`${(await app.getUrl()).replace('http', 'ws')}/named`);
    await new Promise((open, fail) => socket.on('open', open).on('error', fail));
    const answer = new Promise((done) => socket.once('message', (text) => done(JSON.parse(String(text)).data)));
    socket.send(JSON.stringify({ event: 'who', data: {} }));
    expect(await answer).toEqual(['bob', 'bob']);
    socket.close();
  });
});
