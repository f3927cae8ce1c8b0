import { FoundingService } from '@castellan/nest/admin';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { inheritAppConfig } from './broken';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, new FastifyAdapter({ routerOptions: { maxParamLength: 1024 } }));
  app.enableShutdownHooks();
  const options = { host: '127.0.0.1', port: Number(process.env['TCP_PORT']) };
  app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options }, { inheritAppConfig });
  await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
  await app.startAllMicroservices();
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
