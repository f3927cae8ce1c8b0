import { Injectable, type CanActivate } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, ExternalContextCreator, HttpAdapterHost } from '@nestjs/core';
import { microservicesOf } from './application-start';
import type { Handler } from './handlers';

/** Nest's record of what `app.useGlobalGuards` and `app.setGlobalPrefix` were given; it has no public way to it. */
interface ConfiguredApplication {
  readonly guardsContextCreator?: {
    readonly config?: { getGlobalGuards?(): readonly unknown[]; getGlobalPrefix?(): string };
  };
}

/** Knows which guards stand before a handler, in their order: of the application where they reach it, of class and method. */
@Injectable()
export class GuardBinding {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly adapters: HttpAdapterHost,
    private readonly contexts: ExternalContextCreator,
  ) {}

  /** Whether ours is one of them. */
  isBefore(handler: Handler): boolean {
    return this.guardsBefore(handler).some(isOurs);
  }

  /** The guards before a handler, as classes or instances, the first one first. */
  guardsBefore(handler: Pick<Handler, 'transport' | 'controller' | 'handler'>): readonly unknown[] {
    const own = [handler.controller, handler.handler].flatMap(
      (target) => (Reflect.getMetadata(GUARDS_METADATA, target) ?? []) as unknown[],
    );
    return [...this.shared(handler), ...own];
  }

  // Nest's rules: guards of the application never reach gateways, and microservices beside an HTTP server have guards of their
  // own, unless they are connected with `inheritAppConfig`.
  private shared({ transport }: Pick<Handler, 'transport'>): readonly unknown[] {
    if (transport === 'ws') return [];
    if (transport !== 'rpc' || (this.adapters.httpAdapter ?? null) === null) return this.ofApplication();
    const guards = microservicesOf(this.adapters).map((microservice) => microservice.guards());
    return guards.find((some) => !some.some(isOurs)) ?? guards[0] ?? this.ofApplication();
  }

  /** The path before those of all controllers; empty where there is none. */
  get globalPrefix(): string {
    return this.config?.getGlobalPrefix?.() ?? '';
  }

  private get config(): NonNullable<ConfiguredApplication['guardsContextCreator']>['config'] {
    return (this.contexts as unknown as ConfiguredApplication).guardsContextCreator?.config;
  }

  private ofApplication(): readonly unknown[] {
    const given = this.config?.getGlobalGuards?.() ?? [];
    const providers = this.discovery.getProviders().filter((one) => one.subtype === 'guard');
    const provided = providers.map(({ instance, metatype }): unknown => (instance as unknown) ?? metatype);
    return [...new Set([...given, ...provided])];
  }
}

/** The name of a guard, for messages. */
export const guardName = (guard: unknown): string =>
  (typeof guard === 'function' ? guard : (guard as CanActivate).constructor).name;

/** The mark of our guard, and of whatever extends it: known also to those that the guard needs, and across copies of the package. */
export const OUR_GUARD = Symbol.for('castellan:guard');

/** Whether a guard, or the class of one, is ours. */
export function isOurs(guard: unknown): boolean {
  const instance: unknown = typeof guard === 'function' ? guard.prototype : guard;
  return (instance as { readonly [OUR_GUARD]?: unknown } | null | undefined)?.[OUR_GUARD] === true;
}

// Of `@nestjs/graphql`, which may not be installed.
const GRAPHQL_OPTIONS = 'GqlModuleOptions';

/** Knows whether guards stand before the fields of GraphQL objects: its module must be told so. */
@Injectable()
export class FieldGuards {
  constructor(private readonly discovery: DiscoveryService) {}

  get areGuarded(): boolean {
    const given = this.discovery.getProviders().filter(({ token }) => token === GRAPHQL_OPTIONS);
    return given.every(({ instance }) => {
      const { fieldResolverEnhancers = [] } = (instance ?? {}) as { fieldResolverEnhancers?: readonly string[] };
      return fieldResolverEnhancers.includes('guards');
    });
  }
}
