import { Public } from '@castellan/nest';
import { connect } from 'node:net';
import { once } from 'node:events';
import { Catch, Controller, Get, Module, Req, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CastellanError } from '@castellan/core';
import { AuthModule, type AuthOptions } from '../../../apps/server/src/auth/auth.module';
import type { TokenIdentity } from '../../../apps/server/src/auth/identity';
import { JwtAuthGuard } from '../../../apps/server/src/auth/jwt-auth.guard';

@Controller()
class RoutesController {
  @Get('protected')
  protected(@Req() request: { user: TokenIdentity }): TokenIdentity {
    return request.user;
  }

  @Get('public')
  @Public()
  public(@Req() request: { user?: unknown }): { user: unknown } {
    return { user: request.user ?? null };
  }
}

/** What the app answered; `reason` is what the log would have said. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly identity: TokenIdentity;
  readonly reason: unknown;
}

/** A Nest app on loopback with one protected and one public route. */
export interface TestApp {
  readonly port: number;
  get(path: string, token?: string): Promise<Answer>;
  /** Sends the lines as they are after a GET of `path`. */
  raw(path: string, lines: readonly string[]): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts the app with real sockets, and headers up to 64 KB so that our own bound on tokens is met first. */
export async function startApp(options: AuthOptions): Promise<TestApp> {
  const reasons: unknown[] = [];

  @Catch(CastellanError)
  class ErrorFilter implements ExceptionFilter<CastellanError> {
    catch(error: CastellanError, host: ArgumentsHost): void {
      reasons.push(error.details.reason);
      const status = { unauthenticated: 401, unavailable: 503 }[error.kind as string] ?? 500;
      host.switchToHttp().getResponse().status(status).send({ message: error.message });
    }
  }

  @Module({
    imports: [AuthModule.forRoot(options)],
    controllers: [RoutesController],
    providers: [
      { provide: APP_GUARD, useExisting: JwtAuthGuard },
      { provide: APP_FILTER, useClass: ErrorFilter },
    ],
  })
  class TestModule {}

  const adapter = new FastifyAdapter({ http: { maxHeaderSize: 65_536 } });
  const app = await NestFactory.create<NestFastifyApplication>(TestModule, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const raw = async (path: string, lines: readonly string[]): Promise<Answer> => {
    const text = await exchange(port, [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines]);
    return answerOf(text, reasons);
  };
  return {
    port,
    raw,
    get: (path, token) => raw(path, token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    close: () => app.close(),
  };
}

async function exchange(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await once(socket, 'end');
  return text;
}

function answerOf(text: string, reasons: readonly unknown[]): Answer {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const status = Number(head.split(' ', 2)[1]);
  return {
    status,
    body,
    identity: (status === 200 ? JSON.parse(body) : undefined) as TokenIdentity,
    reason: status === 200 ? undefined : reasons.at(-1),
  };
}
