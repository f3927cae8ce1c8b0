import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AccessOptions } from './access.options';
import { DeclaredRoutes, type DeclaredRoute } from './declared-routes';
import { GuardBinding } from './guard-binding';
import type { AskedOn, PermissionRule } from './requirement';

const DECORATORS = '@RequirePermission, @Authenticated, @Operators, @Public';

/**
 * Refuses to start when a route declares nothing, names an unknown permission, path parameter or loader, or has no guard
 * before it.
 */
@Injectable()
export class RouteAudit implements OnApplicationBootstrap {
  private readonly log = new Logger('Castellan');

  constructor(
    private readonly declared: DeclaredRoutes,
    private readonly options: AccessOptions,
    private readonly binding: GuardBinding,
    private readonly modules: ModuleRef,
  ) {}

  onApplicationBootstrap(): void {
    const routes = this.routes();
    const problems = [...this.unknownThirdParties(routes), ...routes.flatMap((route) => this.problemsOf(route))];
    const isGuarded = this.binding.isGlobal();
    const open = routes.find((route) => route.requirement !== null && !isGuarded && !this.binding.isOn(route));
    if (open !== undefined) {
      problems.push(
        `${nameOf(open)} has no guard before it: bind it, { provide: APP_GUARD, useExisting: AccessGuard }`,
      );
    }
    if (problems.length > 0) throw new Error(`These routes are not safe to serve:\n- ${problems.join('\n- ')}`);
  }

  /** Every route of the application. */
  routes(): DeclaredRoute[] {
    return this.declared.all();
  }

  private unknownThirdParties(routes: readonly DeclaredRoute[]): string[] {
    const known = new Set(routes.map(textOf));
    return this.options.thirdPartyRoutes
      .filter((text) => !known.has(text))
      .map((text) => `${text} is one of thirdPartyRoutes, and there is no such route`);
  }

  private problemsOf(route: DeclaredRoute): string[] {
    const { requirement } = route;
    if (requirement === null) return this.undeclared(route);
    if (requirement.kind !== 'permission') return [];
    return requirement.rules.flatMap(({ names, on }) => [
      ...this.unknown(names).map((text) => `${nameOf(route)} requires "${text}", which the schema does not have`),
      ...this.unreadable(on, route).map((what) => `${nameOf(route)} ${what}`),
    ]);
  }

  private undeclared(route: DeclaredRoute): string[] {
    if (this.options.thirdPartyRoutes.includes(textOf(route))) return [];
    if (this.options.undeclaredRoutes === 'refuse') return [`${nameOf(route)} declares none of ${DECORATORS}`];
    this.log.warn(`${nameOf(route)} declares none of ${DECORATORS}: every request is refused`);
    return [];
  }

  private unknown(names: PermissionRule['names']): string[] {
    return names.filter((name) => !this.options.schema.knows(name)).map(({ type, action }) => `${type}:${action}`);
  }

  private unreadable(on: AskedOn, { path }: DeclaredRoute): string[] {
    if (on.kind === 'loaded') return this.isProvided(on.loader) ? [] : [`asks ${on.loader.name}, which is no provider`];
    if (on.kind !== 'resource') return [];
    const params = [...(on.part === 'param' ? [on.field] : []), ...(on.typeParam === undefined ? [] : [on.typeParam])];
    const inPath = new Set(path.match(/(?<=[:*])\w+/g));
    return params
      .filter((param) => !inPath.has(param))
      .map((param) => `asks about "${param}", which its path does not have`);
  }

  private isProvided(loader: (AskedOn & { kind: 'loaded' })['loader']): boolean {
    try {
      return this.modules.get<unknown>(loader, { strict: false }) !== undefined;
    } catch {
      return false;
    }
  }
}

const textOf = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;

const nameOf = (route: DeclaredRoute): string => `${textOf(route)} (${route.controller.name}.${route.handlerName})`;
