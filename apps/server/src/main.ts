import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { loadConfig, type Config } from './config';
import { forPeople, gathered } from './logging';
import { startServer, type RunningServer } from './server';

const CLOSING_MS = 15_000;

async function main(): Promise<void> {
  const read = loadConfig(undefined, commandLine(process.argv.slice(2)));
  const config = { ...read, readableLog: !read.production && process.stdout.isTTY };
  const server = await startServer(config, { log: config.readableLog ? await forPeople() : gathered() });
  process.stdout.write(greeting(config, server));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server));
}

/** The settings that the command line names. @throws Error for anything else on it */
function commandLine(args: readonly string[]): Readonly<Record<string, string>> {
  try {
    const { port } = parseArgs({ args: [...args], options: { port: { type: 'string' } } }).values;
    return port === undefined ? {} : { PORT: port };
  } catch {
    throw new Error('the command line may hold --port <number> and nothing else: `npm start -- --port 4000`.');
  }
}

async function stop(server: RunningServer): Promise<void> {
  setTimeout(() => process.exit(1), CLOSING_MS).unref();
  await server.close();
  process.exit(0);
}

function greeting(config: Config, { url }: RunningServer): string {
  const lines = [`Castellan listens on ${url} (Swagger UI: ${url}/docs).`];
  if (config.databaseUrl === undefined) lines.push(`The embedded database is in ${config.dataDir}.`);
  if (!config.production && config.bootstrap !== undefined && config.jwt.kind === 'secret') {
    const { org, admin } = config.bootstrap;
    lines.push(
      'Make the first call from another terminal:',
      `  TOKEN=$(npm run -s token -- --user ${admin})`,
      `  curl -s -H "Authorization: Bearer $TOKEN" ${url}/v1/orgs/${org}/iam/me`,
    );
  }
  return `${lines.join('\n')}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`Castellan did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
