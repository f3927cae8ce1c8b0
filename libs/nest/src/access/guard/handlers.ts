import { Injectable, type Type } from '@nestjs/common';
import { MODULE_PATH, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { types } from 'node:util';
import { controllerKinds, providerKinds, type HandlerKind } from './handler-kinds';

/** A method that is called from outside, on whichever transport. */
export interface Handler extends HandlerKind {
  /** In Nest's `:param` form, with the path of its module, without the global prefix and versions; null where there is no path. */
  readonly path: string | null;
  readonly controller: Type;
  readonly handlerName: string;
  readonly handler: object;
}

/** A class whose methods are called from outside, or may be. */
export interface HandlerClass {
  /** The class that Nest takes guards and requirements from: the constructor of the instance. */
  readonly type: Type;
  /** The class that its module names, where a decorator put another one in its place; null where they are one. */
  readonly replacedBy: Type | null;
  readonly handlers: readonly Handler[];
  /** A proxy makes its instances, and none is there yet: of what class they will be is not known. */
  readonly isUnknown: boolean;
}

type Wrapper = ReturnType<DiscoveryService['getProviders']>[number];

/**
 * Finds every handler of controllers, resolvers and gateways. What a host gives its HTTP adapter or its server of sockets
 * directly is no handler of Nest's, and not seen.
 */
@Injectable()
export class Handlers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly modules: ModulesContainer,
  ) {}

  /** Every class of the application, with those of its methods that are handlers. */
  classes(): HandlerClass[] {
    const found = new Map<Type, HandlerClass>();
    const places = [
      ...this.discovery.getControllers().flatMap((wrapper) => this.controller(wrapper)),
      ...this.discovery.getProviders().flatMap((wrapper) => this.provider(wrapper)),
    ];
    // A class may be in several modules, and a controller among the providers, too.
    for (const { type, replacedBy, handlers, isUnknown } of places) {
      const before = found.get(type);
      found.set(type, {
        type,
        replacedBy: before?.replacedBy ?? replacedBy,
        handlers: [...(before?.handlers ?? []), ...handlers],
        isUnknown: isUnknown || before?.isUnknown === true,
      });
    }
    return [...found.values()];
  }

  /** Every handler of the application. */
  all(): Handler[] {
    return this.classes().flatMap(({ handlers }) => handlers);
  }

  private controller(wrapper: Wrapper): HandlerClass[] {
    const prototype = prototypeOf(wrapper);
    if (prototype === null) return [];
    const type = prototype.constructor as Type;
    const modulePath = this.modulePath(wrapper.host?.metatype);
    const handlers = this.methodsOf(prototype, wrapper).flatMap(([handlerName, method, handler]) =>
      controllerKinds(method).flatMap((kind) => {
        const paths = kind.transport === 'http' ? pathsOf(modulePath, wrapper.metatype as Type, method) : [null];
        return paths.map((path) => ({ ...kind, path, controller: type, handlerName, handler }));
      }),
    );
    return [{ type, replacedBy: replacementOf(type, wrapper), handlers, isUnknown: isUnknown(wrapper) }];
  }

  private provider(wrapper: Wrapper): HandlerClass[] {
    const prototype = prototypeOf(wrapper);
    if (prototype === null) return [];
    const type = prototype.constructor as Type;
    const handlers = this.methodsOf(prototype, wrapper).flatMap(([handlerName, method, handler]) =>
      providerKinds(type, method, handlerName).map((kind) => ({
        ...kind,
        path: null,
        controller: type,
        handlerName,
        handler,
      })),
    );
    return [{ type, replacedBy: replacementOf(type, wrapper), handlers, isUnknown: isUnknown(wrapper) }];
  }

  /** Names of methods, what Nest finds a handler by, and what it calls and takes guards from: an instance may have bound it. */
  private methodsOf(prototype: object, { instance }: Wrapper): Array<[string, object, object]> {
    const methods = prototype as Readonly<Record<string, object>>;
    const own = Object(instance as unknown) as Readonly<Record<string, unknown>>;
    return this.scanner.getAllMethodNames(prototype).map((name) => {
      const method = methods[name] as object;
      const bound = Object.hasOwn(own, name) ? own[name] : method;
      return [name, method, typeof bound === 'function' ? bound : method];
    });
  }

  private modulePath(module: object | undefined): string {
    if (module === undefined) return '';
    // RouterModule writes under the first key, @nestjs/core reads the second too.
    const keys = [`${MODULE_PATH}${this.modules.applicationId}`, MODULE_PATH];
    return (
      keys.map((key) => Reflect.getMetadata(key, module) as string | undefined).find((path) => path !== undefined) ?? ''
    );
  }
}

/** The prototype with the methods of a controller or provider; null for a value or what a factory did not make yet. */
function prototypeOf(wrapper: Wrapper): object | null {
  const instance: unknown = wrapper.instance;
  if (typeof instance === 'object' && instance !== null) {
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (prototype !== null && prototype !== Object.prototype && prototype !== Array.prototype) return prototype;
  }
  // In a preview there are no instances.
  return (classOf(wrapper)?.prototype as object | undefined) ?? null;
}

/** Whether a proxy of its class makes an instance for each request. */
const isUnknown = (wrapper: Wrapper): boolean => types.isProxy(wrapper.metatype) && !wrapper.isDependencyTreeStatic();

/** The class that a module names; null for a value and for what a factory makes. */
function classOf({ metatype, isNotMetatype, inject }: Wrapper): Type | null {
  const isClass = typeof metatype === 'function' && !isNotMetatype && (inject ?? null) === null;
  return isClass ? (metatype as Type) : null;
}

function replacementOf(type: Type, wrapper: Wrapper): Type | null {
  const named = classOf(wrapper);
  return named === type ? null : named;
}

function pathsOf(modulePath: string, controller: Type, handler: object): string[] {
  // A decorator that puts another class in the place of a controller may lose its path: Nest then refuses to start.
  const paths = (target: object): string[] =>
    [(Reflect.getMetadata(PATH_METADATA, target) ?? []) as string | string[]].flat();
  return paths(controller).flatMap((prefix) => paths(handler).map((path) => joinedPath(modulePath, prefix, path)));
}

const joinedPath = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** A handler as messages name it: `GET /invoices (InvoicesController.list)`. */
export const nameOf = ({ verb, path, name, controller, handlerName }: Handler): string =>
  `${verb} ${path ?? name ?? ''} (${controller.name}.${handlerName})`;
