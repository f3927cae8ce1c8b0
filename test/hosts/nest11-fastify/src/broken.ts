import { Controller, Get, type Type } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';

@Controller('silent')
class SilentController {
  @Get()
  show(): string {
    return 'everything';
  }

  @EventPattern('happened')
  happened(): void {}
}

/** What the environment variable BROKEN says: handlers that declare nothing, or no guard before those of the microservice. */
const BROKEN = process.env['BROKEN'];
export const silentControllers: Type[] = BROKEN === 'silent' ? [SilentController] : [];
export const inheritAppConfig = BROKEN !== 'unguarded';
