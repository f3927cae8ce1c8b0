import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { start } from './readme';

async function startBroken(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  await app.listen(Number(process.env['PORT']));
}

const starting: Promise<unknown> = process.env['BROKEN'] === undefined ? start() : startBroken();
starting.catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
