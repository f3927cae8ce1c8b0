import { RequirePermission } from '@castellan/nest';
import { Controller, Get, type ModuleMetadata } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@Controller('silent')
class SilentController {
  @Get()
  show(): string {
    return 'everything';
  }
}

@Resolver()
class SilentResolver {
  @Query(() => String)
  silent(): string {
    return 'everything';
  }
}

@WebSocketGateway({ path: '/silent' })
class SilentGateway {
  @SubscribeMessage('silent')
  silent(): string {
    return 'everything';
  }
}

@WebSocketGateway({ path: '/unguarded' })
class UnguardedGateway {
  @SubscribeMessage('unguarded')
  @RequirePermission('invoices:read')
  unguarded(): string {
    return 'everything';
  }
}

/** What keeps the application from starting, by what the environment variable BROKEN says. */
export const BROKEN: Record<string, ModuleMetadata | undefined> = {
  silent: { controllers: [SilentController], providers: [SilentResolver, SilentGateway] },
  unguarded: { providers: [UnguardedGateway] },
};
