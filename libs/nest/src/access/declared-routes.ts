import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, MODULE_PATH, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Requirement } from './requirement';
import { Requirements } from './requirement';

/**
 * A route and what it demands. `path` has Nest's `:param` form and the path of its module (RouterModule), without the global
 * prefix and the versions that a host adds.
 */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly controller: Type;
  readonly handlerName: string;
  readonly requirement: Requirement | null;
}

/** Finds every route that a controller has. What a host gives its HTTP adapter directly is no route of Nest's, and not seen. */
@Injectable()
export class DeclaredRoutes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly requirements: Requirements,
    private readonly modules: ModulesContainer,
  ) {}

  all(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance, host }) => {
      if (typeof metatype !== 'function' || instance === null || typeof instance !== 'object') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const names = this.scanner.getAllMethodNames(prototype);
      const modulePath = this.modulePath(host?.metatype);
      return names.flatMap((name) => this.routesOf(modulePath, metatype as Type, prototype, name));
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

  private routesOf(
    modulePath: string,
    controller: Type,
    prototype: Record<string, object>,
    handlerName: string,
  ): DeclaredRoute[] {
    const handler = prototype[handlerName] as object;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const requirement = this.requirements.of(handler, controller);
    const paths = (target: object): string[] =>
      [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
    return paths(controller).flatMap((prefix) =>
      paths(handler).map((path) => ({
        ...{ method: RequestMethod[method], path: join(modulePath, prefix, path) },
        ...{ controller, handlerName, requirement },
      })),
    );
  }
}

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
