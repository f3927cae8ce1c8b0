import { FoundingService } from '@castellan/nest/admin';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
