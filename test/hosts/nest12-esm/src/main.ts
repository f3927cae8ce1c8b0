import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { start } from './readme.js';

if (process.env['BROKEN'] === undefined) {
  await start();
} else {
  const app = await NestFactory.create(AppModule);
  await app.listen(Number(process.env['PORT']));
}
