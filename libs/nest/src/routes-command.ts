import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { INestApplicationContext, Type } from '@nestjs/common';
import {
  DiscoveryService,
  MetadataScanner,
  ModulesContainer,
  NestFactory,
  RouterModule,
  type Routes,
} from '@nestjs/core';
import { requirementOf } from './access/guard/declarations';
import { isFieldResolver } from './access/guard/handler-kinds';
import { Handlers, type Handler } from './access/guard/handlers';
import { isCastellans } from './access/guard/parameter-forms';
import { requirementText, type Requirement } from './access/guard/requirement';

/** A handler of an application: it declares what it requires, decides in shadow, or is left to the host. */
export interface ListedRoute {
  readonly state: 'declared' | 'shadow' | 'open';
  readonly transport: Handler['transport'];
  /** `GET`, `Query`, `Message`, `Pattern` and the like. */
  readonly verb: string;
  /** The path, field, message or pattern. */
  readonly name: string;
  /** `InvoicesController.show`. */
  readonly handler: string;
  /** The permission, or the decorator that stands for it; null when the handler is open. */
  readonly requires: string | null;
  /** It is one of Castellan's own, which are in no count. */
  readonly isCastellans: boolean;
}

const ORDER: ReadonlyArray<ListedRoute['state']> = ['open', 'shadow', 'declared'];

const DECORATORS = {
  public: '@Public',
  authenticated: '@Authenticated',
  'platform-admins': '@PlatformAdmins',
} as const;

const textOf = (requirement: Requirement): string =>
  requirement.kind === 'permission' ? (requirementText(requirement) ?? '') : DECORATORS[requirement.kind];

/**
 * Every handler of an application, Castellan's own too: the open ones first, then those in shadow. Fields of GraphQL that declare
 * nothing are left out, since they are resolved below a query.
 */
export function routesOf(app: INestApplicationContext): ListedRoute[] {
  const modules = app.get(ModulesContainer, { strict: false });
  const handlers = new Handlers(new DiscoveryService(modules), new MetadataScanner(), modules).all();
  const routes = handlers.flatMap(({ transport, verb, path, name, controller, handlerName, handler }) => {
    const requirement = requirementOf(handler, controller);
    if (requirement === null && isFieldResolver(handler, controller)) return [];
    const isShadow = requirement?.kind === 'permission' && requirement.shadow === true;
    return [
      {
        ...({ state: requirement === null ? 'open' : isShadow ? 'shadow' : 'declared', transport, verb } as const),
        name: path ?? name ?? '',
        handler: `${controller.name}.${handlerName}`,
        requires: requirement === null ? null : textOf(requirement),
        isCastellans: isCastellans(controller),
      },
    ];
  });
  return routes.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
}

/** Every handler of the application that a module makes. Nothing of it is instantiated: no database is connected, and nothing listens. */
export async function listRoutes(module: Type): Promise<ListedRoute[]> {
  const app = await NestFactory.createApplicationContext(module, { preview: true, logger: false, abortOnError: false });
  givePaths(app.get(ModulesContainer, { strict: false }));
  return routesOf(app);
}

// RouterModule gives modules their paths in its constructor, which nothing calls in a preview.
function givePaths(modules: ModulesContainer): void {
  for (const { metatype, providers } of modules.values()) {
    if (metatype.name !== RouterModule.name) continue;
    for (const [token, { instance }] of providers) {
      if (typeof token === 'symbol') new RouterModule(modules, instance as Routes);
    }
  }
}

const USAGE = `castellan-routes <built module>[#<class>] [--json] [--max-open <number>]

Lists every handler of an application as declared, in shadow or open, with its permission:
  npx castellan-routes dist/app.module.js#AppModule`;

/** Runs the command; answers what it prints and its exit code: 0, 1 with more open handlers than allowed, 2 for a wrong call. */
export async function routesCommand(
  args: readonly string[],
): Promise<{ readonly text: string; readonly code: 0 | 1 | 2 }> {
  const { file, json, mostOpen } = commandLine(args) ?? { file: null, json: false, mostOpen: Infinity };
  if (file === null) return { text: USAGE, code: 2 };
  const routes = await listRoutes(await moduleIn(file));
  const open = routes.filter(({ state }) => state === 'open').length;
  const tooMany = open > mostOpen ? [`${open} handlers are open, and at most ${mostOpen} may be`] : [];
  return {
    text: json ? JSON.stringify(routes, null, 2) : [...table(routes), ...tooMany].join('\n'),
    code: tooMany.length === 0 ? 0 : 1,
  };
}

/** What the arguments say; null when they do not say it. */
function commandLine(args: readonly string[]): { file: string; json: boolean; mostOpen: number } | null {
  const options = { json: { type: 'boolean' }, 'max-open': { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file] = positionals;
    const most = values['max-open'];
    if (file === undefined || positionals.length > 1 || (most !== undefined && !/^\d+$/.test(most))) return null;
    return { file, json: values.json ?? false, mostOpen: most === undefined ? Infinity : Number(most) };
  } catch {
    return null;
  }
}

/** The module class of a file: the one that is named, else AppModule, else the only class. @throws Error that names the exports */
async function moduleIn(target: string): Promise<Type> {
  const [file = '', name] = target.split('#');
  const loaded = (await import(pathToFileURL(resolve(file)).href)) as Readonly<Record<string, unknown>>;
  // What Node finds in a CommonJS file may be under `default` alone.
  const exported = { ...(Object(loaded['default']) as object), ...loaded } as Readonly<Record<string, unknown>>;
  const classes = Object.keys(exported).filter(
    (key) => typeof exported[key] === 'function' && key !== 'module.exports',
  );
  const chosen = name ?? (classes.includes('AppModule') ? 'AppModule' : classes.length === 1 ? classes[0] : undefined);
  if (chosen !== undefined && classes.includes(chosen)) return exported[chosen] as Type;
  const found = classes.length === 0 ? 'no class' : classes.join(', ');
  throw new Error(`${file} exports ${found}: name the module, ${file}#AppModule`);
}

/** Lines with one handler each, in columns, and one with the numbers. */
function table(routes: readonly ListedRoute[]): string[] {
  const rows = routes.map(({ state, verb, name, handler, requires }) => [
    state,
    `${verb} ${name}`,
    handler,
    requires ?? '-',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const own = routes.filter((route) => route.isCastellans).length;
  const count = (state: ListedRoute['state']): number =>
    routes.filter((route) => route.state === state && !route.isCastellans).length;
  const counts = `${count('declared')} declared, ${count('shadow')} in shadow, ${count('open')} open`;
  return [...lines, own === 0 ? counts : `${counts}, beside ${own} of Castellan's own`];
}
