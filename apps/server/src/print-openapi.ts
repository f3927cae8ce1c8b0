import 'reflect-metadata';
import { defaultSchema } from '@castellan/core';
import { loadConfig } from './config';
import { createDocument } from './docs';
import { openEmbedded } from './embedded/open-embedded';
import { createApp } from './server';

/** Prints the OpenAPI document, from the real application over a database in memory. */
async function main(): Promise<void> {
  const config = { ...loadConfig({ JWT_SECRET: 'x'.repeat(32) }), logLevel: 'silent' as const };
  const database = await openEmbedded('memory://');
  const app = await createApp(config, defaultSchema, { target: database });
  process.stdout.write(`${JSON.stringify(createDocument(app), null, 2)}\n`);
  await app.close();
  await database.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
