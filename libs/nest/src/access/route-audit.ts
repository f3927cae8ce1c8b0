import { Injectable, RequestMethod, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AccessOptions } from './access.options';
import type { Requirement } from './requirement';
import { Requirements } from './requirements';

/** A route and what it demands. `path` has Nest's `:param` form, without prefixes that the host adds. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly controller: Type;
  readonly handlerName: string;
  readonly requirement: Requirement | null;
}

/** Finds every route, and refuses to start when one of them declares nothing or names an unknown permission. */
@Injectable()
export class RouteAudit implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly requirements: Requirements,
    private readonly options: AccessOptions,
  ) {}

  onApplicationBootstrap(): void {
    const problems = this.routes().flatMap((route) => this.problemsOf(route));
    if (problems.length > 0) throw new Error(`These routes are not safe to serve:\n- ${problems.join('\n- ')}`);
  }

  /** Every route of the application. */
  routes(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || instance === null || typeof instance !== 'object') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const names = this.scanner.getAllMethodNames(prototype);
      return names.flatMap((name) => this.routesOf(metatype as Type, prototype, name));
    });
  }

  private routesOf(controller: Type, prototype: Record<string, object>, handlerName: string): DeclaredRoute[] {
    const handler = prototype[handlerName] as object;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const requirement = this.requirements.of(handler, controller);
    const paths = (target: object): string[] =>
      [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
    return paths(controller).flatMap((prefix) =>
      paths(handler).map((path) => ({
        ...{ method: RequestMethod[method], path: join(prefix, path) },
        ...{ controller, handlerName, requirement },
      })),
    );
  }

  private problemsOf({ method, path, requirement, controller, handlerName }: DeclaredRoute): string[] {
    const route = `${method} ${path}`;
    const where = `${route} (${controller.name}.${handlerName})`;
    if (requirement === null) {
      if (this.options.undeclaredRoutes.includes(route)) return [];
      return [`${where} declares none of @RequirePermission, @Authenticated, @Operators, @Public`];
    }
    if (requirement.kind !== 'permission') return [];
    return requirement.rules
      .flatMap(({ names }) => names)
      .filter((name) => !this.options.schema.knows(name))
      .map(({ type, action }) => `${where} requires "${type}:${action}", which the schema does not have`);
  }
}

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
