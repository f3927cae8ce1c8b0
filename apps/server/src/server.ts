import { FoundingService } from '@castellan/nest/admin';
import { fastifyRateLimit } from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { defaultSchema, type PermissionSchema } from '@castellan/core';
import { AppModule } from './app.module';
import type { Config } from './config';
import type { DatabaseTarget } from './data-source';
import { serveDocs } from './docs';
import { createAdapter } from './edge/adapter';
import type { LogStream } from './logging';

/** A service that listens. */
export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Lets running requests end, then frees port, connections and data folder. May be called twice. */
  close(): Promise<void>;
}

/** What a start may be given beside the configuration. */
export interface StartOptions {
  /** The schema to use in place of the one that the configuration names. */
  readonly schema?: PermissionSchema;
  /** The database to use in place of the one that the configuration names. */
  readonly database?: DatabaseTarget;
  /** Where the lines of requests go; stdout, a line at a time, when it is left out. */
  readonly log?: LogStream;
}

/** Opens the database, brings it up to date, and listens. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const schema = options.schema ?? config.schema ?? defaultSchema;
  const database = await openDatabase(config, options.database);
  try {
    const app = await createApp(config, schema, { target: database.target, log: options.log });
    if (config.bootstrap !== undefined) await app.get(FoundingService).bootstrap(config.bootstrap);
    await app.listen(config.port, config.host);
    const close = once(async () => {
      await app.close();
      await database.close();
    });
    return { app, url: await app.getUrl(), close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The application, initialised but not listening. */
export async function createApp(
  config: Config,
  schema: PermissionSchema,
  { target, log }: { target: DatabaseTarget; log?: LogStream },
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, schema, { target, log }),
    createAdapter(config),
    { bodyParser: false, bufferLogs: true, abortOnError: false, forceCloseConnections: true },
  );
  app.useLogger(app.get(Logger));
  await app.register(fastifyRateLimit, { global: false });
  serveDocs(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

async function openDatabase(
  config: Config,
  given: DatabaseTarget | undefined,
): Promise<{ target: DatabaseTarget; close: () => Promise<void> }> {
  if (given !== undefined) return { target: given, close: async () => undefined };
  if (config.databaseUrl !== undefined) {
    return { target: { url: config.databaseUrl }, close: async () => undefined };
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- with a DATABASE_URL, PGlite stays unloaded
  const { openEmbedded } = require('./embedded/open-embedded') as typeof import('./embedded/open-embedded');
  const embedded = await openEmbedded(config.dataDir);
  return { target: embedded, close: () => embedded.close() };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= work());
}
