import { isUserId } from '@castellan/core';
import { Injectable, Scope, type Type } from '@nestjs/common';
import { ContextIdFactory, ModuleRef } from '@nestjs/core';
import type { GuardedCall } from '../guarded-call';
import type { LoadedScope, ScopeLoader } from './requirement';

type Loader = ScopeLoader<GuardedCall>;

/** Asks the loaders of a host. */
@Injectable()
export class ScopeLoaders {
  constructor(private readonly modules: ModuleRef) {}

  /** Whether an application provides a loader. */
  isProvided(loader: Type<ScopeLoader>): boolean {
    try {
      this.modules.introspect(loader);
      return true;
    } catch {
      return false;
    }
  }

  /** What a loader finds. @throws Error for an answer that is no scope */
  async load(loader: Type<ScopeLoader>, call: GuardedCall, orgId: string): Promise<LoadedScope | null> {
    const found = await (await this.instanceOf(loader, call)).scopeOf(call, orgId);
    if (found === null) return null;
    const { id, containers } = found ?? {};
    const known = containers === null || (Array.isArray(containers) && containers.every(isTypedId));
    if (!isUserId(id) || !known) {
      throw new Error(`${loader.name}.scopeOf must answer { id, containers } or null`);
    }
    return found;
  }

  private async instanceOf(loader: Type<ScopeLoader>, { request, context, client }: GuardedCall): Promise<Loader> {
    const { scope } = this.modules.introspect(loader);
    if (scope === Scope.DEFAULT) return this.modules.get<Loader>(loader, { strict: false });
    // As Nest does it: a resolver's own request is the context of GraphQL.
    const asked = (context ?? request ?? client) as object;
    const id = ContextIdFactory.getByRequest(asked);
    this.modules.registerRequestByContextId(asked, id);
    return this.modules.resolve<Loader>(loader, id, { strict: false });
  }
}

const isTypedId = (container: { type?: unknown; id?: unknown } | null): boolean =>
  typeof container?.type === 'string' && typeof container.id === 'string';
