import type { IncomingMessage } from 'node:http';
import { CastellanGuard, RequirePermission } from '@castellan/nest';
import { Catch, UseFilters, UseGuards, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import {
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type OnGatewayConnection,
} from '@nestjs/websockets';
import type { WebSocket } from 'ws';

/** A socket with what its handshake proved. */
type Client = WebSocket & { user?: { userId: string }; orgId?: string };

/** Nest sends exceptions to sockets of Socket.IO only. */
@Catch(WsException)
class SendExceptions implements ExceptionFilter<WsException> {
  catch(exception: WsException, host: ArgumentsHost): void {
    host
      .switchToWs()
      .getClient<Client>()
      .send(JSON.stringify({ event: 'exception', data: exception.getError() }));
  }
}

@WebSocketGateway({ path: '/ws' })
@UseFilters(SendExceptions)
@UseGuards(CastellanGuard)
export class InvoicesGateway implements OnGatewayConnection {
  handleConnection(client: Client, { headers }: IncomingMessage): void {
    if (typeof headers['x-user'] === 'string') client.user = { userId: headers['x-user'] };
    client.orgId = String(headers['x-org']);
  }

  @SubscribeMessage('read')
  @RequirePermission('invoices:read', { scope: { payload: 'id' } })
  read(@MessageBody('id') id: string): { event: string; data: { id: string } } {
    return { event: 'read', data: { id } };
  }
}
