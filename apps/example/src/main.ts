import 'reflect-metadata';
import { FoundingService } from '@castellan/nest/admin';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

/** Starts on a database: `node apps/example/dist/main.js postgres://me@127.0.0.1:5432/invoicing`. */
async function main(url: string | undefined): Promise<void> {
  if (url === undefined) throw new Error('Name a database: postgres://me@127.0.0.1:5432/invoicing');
  const app = await NestFactory.create(AppModule.forRoot({ type: 'postgres', url }));
  await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
  await app.listen(3001, '127.0.0.1');
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
