import { Controller, Get, Module } from '@nestjs/common';
import { AppModule as ReadmeModule } from './readme.js';

@Controller('silent')
class SilentController {
  @Get()
  show(): string {
    return 'everything';
  }
}

/** The README's application, with a handler that declares nothing where the environment says so. */
@Module({ imports: [ReadmeModule], controllers: process.env['BROKEN'] === 'silent' ? [SilentController] : [] })
export class AppModule {}
