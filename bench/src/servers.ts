import { join } from 'node:path';
import { sign } from 'jsonwebtoken';
import { checkout } from './checkout';
import type { Scratch } from './scratch';
import { startProcess, type Program, type ServerProcess } from './server-process';

const SECRET = 'a secret of the benches, and of nothing else';

/** Who may make organisations in a server that a bench starts. */
export const OPERATOR = 'operator';

/** The organisation and the Admin that a start makes. */
export const [ORG, ADMIN] = ['acme', 'alice'];

const castellan = join(checkout, 'apps/server/dist/main.js');

/** A program of Node, which gets its port by `PORT`. */
export const nodeProgram = (main: string, program: Omit<Program, 'command'>): Program => ({
  ...program,
  command: () => [process.execPath, main],
});

/** The environment of the service, `env` beside what every bench needs. */
export const castellanEnv = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  JWT_SECRET: SECRET,
  PLATFORM_ADMINS: OPERATOR,
  ...env,
});

/** Starts the service as `npm start` does, but for its environment, which is `env` and nothing of ours. */
export function startCastellan(
  scratch: Scratch,
  env: Readonly<Record<string, string>>,
  { oneCore = false, main = castellan } = {},
): Promise<ServerProcess> {
  return startProcess(scratch, nodeProgram(main, { readyPath: '/health/ready', env: castellanEnv(env), oneCore }));
}

/** Starts the empty route that `http` compares with. */
export function startEmptyRoute(scratch: Scratch): Promise<ServerProcess> {
  return startProcess(scratch, nodeProgram(join(__dirname, 'empty-route.js'), { readyPath: '/empty' }));
}

/** A token for the servers that `startCastellan` starts. */
export function tokenOf(user: string): string {
  return sign({ sub: user }, SECRET, { issuer: 'castellan-dev', audience: 'castellan', expiresIn: '6h' });
}
