import { FoundingService } from '@castellan/nest/admin';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, new FastifyAdapter({ routerOptions: { maxParamLength: 1024 } }));
  await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
