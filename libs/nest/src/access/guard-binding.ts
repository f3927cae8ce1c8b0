import { Injectable, type Type } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants';
import { DiscoveryService } from '@nestjs/core';
import { AccessGuard } from './access.guard';
import type { DeclaredRoute } from './declared-routes';

/** Knows whether the guard stands before a route: bound to the application by APP_GUARD, or to the route by `@UseGuards`. */
@Injectable()
export class GuardBinding {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly guard: AccessGuard,
  ) {}

  /** Whether the application, and so every route, has the guard. */
  isGlobal(): boolean {
    const providers = this.discovery.getProviders();
    return providers.some((one) => one.subtype === 'guard' && this.isOurs(one.instance));
  }

  /** Whether a route has it on its own account. */
  isOn({ controller, handlerName }: DeclaredRoute): boolean {
    const handler = (controller.prototype as Record<string, object>)[handlerName] as object;
    return [controller, handler].some((target) =>
      ((Reflect.getMetadata(GUARDS_METADATA, target) ?? []) as unknown[]).some((one) => this.isOurs(one)),
    );
  }

  private isOurs(guard: unknown): boolean {
    if (guard === this.guard || guard instanceof AccessGuard) return true;
    return typeof guard === 'function' && (guard === AccessGuard || (guard as Type).prototype instanceof AccessGuard);
  }
}
