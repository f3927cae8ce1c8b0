import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './checkout';
import type { Organisation } from './decision/organisation';
import type { Scratch } from './scratch';
import { startProcess, type ServerProcess } from './server-process';

const QUIET = { audit: { enabled: false }, telemetry: { disabled: true } };

/**
 * Starts Cerbos with the grants of an organisation: a resource policy a type, a rule for each action and one for each
 * thing that is named. The roles of a principal come with each request, so it reads nothing.
 */
export function startCerbos(scratch: Scratch, organisation: Organisation): Promise<ServerProcess> {
  const folder = scratch.folder();
  for (const type of organisation.types) {
    writeFileSync(join(folder, `${type}.json`), JSON.stringify(resourcePolicy(organisation, type)));
  }
  const config = join(scratch.folder(), 'cerbos.json');
  writeFileSync(config, JSON.stringify({ ...QUIET, storage: { driver: 'disk', disk: { directory: folder } } }));
  // Its HTTP server asks its gRPC server, which must listen somewhere.
  const socket = join(scratch.folder(), 'grpc');
  return startProcess(scratch, {
    command: (port) =>
      [
        program(),
        'server',
        `--config=${config}`,
        '--log-level=error',
        `--set=server.httpListenAddr=127.0.0.1:${port}`,
        `--set=server.grpcListenAddr=unix:${socket}`,
      ] as [string, ...string[]],
    readyPath: '/_cerbos/health',
    env: { GOMAXPROCS: '1' },
    oneCore: true,
  });
}

const VERSION = '0.51.0';

/**
 * The program itself, installed when it is first needed: 90 MB that nobody else is to carry. npm has a package for each
 * platform; the one named `cerbos` asks for all of them.
 */
function program(): string {
  const name = `cerbos-${process.platform}-${process.arch}`;
  const folder = join(checkout, 'node_modules/.cache/castellan', `cerbos-${VERSION}`);
  const found = join(folder, 'node_modules/@cerbos', name, name);
  if (!existsSync(found)) {
    const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', [...args, `@cerbos/${name}@${VERSION}`], { stdio: ['ignore', 2, 2] });
  }
  return found;
}

interface Rule {
  readonly actions: readonly string[];
  readonly effect: 'EFFECT_ALLOW' | 'EFFECT_DENY';
  readonly roles: Set<string>;
  readonly condition?: object;
}

function resourcePolicy({ roles }: Organisation, resource: string): object {
  const rules = new Map<string, Rule>();
  for (const { roleId, policies } of roles) {
    for (const { effect, granted } of policies) {
      for (const { type, action, id } of granted) {
        if (type !== resource) continue;
        const key = `${effect} ${action} ${id}`;
        const condition = id === null ? {} : { condition: { match: { expr: `R.id == "${id}"` } } };
        const says = effect === 'allow' ? 'EFFECT_ALLOW' : 'EFFECT_DENY';
        const rule = rules.get(key) ?? { actions: [action], effect: says, roles: new Set(), ...condition };
        rules.set(key, rule);
        rule.roles.add(roleId);
      }
    }
  }
  const listed = [...rules.values()].map((rule) => ({ ...rule, roles: [...rule.roles] }));
  return { apiVersion: 'api.cerbos.dev/v1', resourcePolicy: { resource, version: 'default', rules: listed } };
}
