import { isId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { GuardedRequest } from './request';
import type { AskedOn, PermissionRule, RequestPart } from './requirement';
import type { LoadedScope, ScopeLoader } from './scope-loader';

/** What one request asks about: nothing of a request that is read again later. `type` is null for the permission's own. */
export type Place =
  | { readonly kind: 'organisation' | 'list' | 'nothing' }
  | { readonly kind: 'unreadable'; readonly problem: string }
  | { readonly kind: 'named'; readonly id: string; readonly type: string | null }
  | { readonly kind: 'loaded'; readonly scope: LoadedScope };

/** A rule and the place that one request asks it about. */
export interface PlacedRule extends PermissionRule {
  readonly place: Place;
}

const FIELDS: Readonly<Record<RequestPart, 'params' | 'query' | 'body'>> = {
  ...{ param: 'params', query: 'query', body: 'body' },
};

/** Finds out what a request's rules are about. */
@Injectable()
export class Places {
  constructor(private readonly modules: ModuleRef) {}

  /** The rules with their places; each loader runs once. A promise only where something is loaded: most routes load nothing. */
  of(
    rules: readonly PermissionRule[],
    request: GuardedRequest,
    orgId: string,
  ): readonly PlacedRule[] | Promise<readonly PlacedRule[]> {
    if (rules.some(({ on }) => on.kind === 'loaded')) return this.withLoaded(rules, request, orgId);
    return rules.map(({ names, on }) => ({ names, on, place: placeOf(on as ReadAtOnce, request) }));
  }

  private async withLoaded(
    rules: readonly PermissionRule[],
    request: GuardedRequest,
    orgId: string,
  ): Promise<PlacedRule[]> {
    const loaded = new Map<object, Place>();
    const placed: PlacedRule[] = [];
    for (const { names, on } of rules) {
      if (on.kind !== 'loaded') {
        placed.push({ names, on, place: placeOf(on, request) });
        continue;
      }
      const place = loaded.get(on.loader) ?? (await this.load(on, request, orgId));
      loaded.set(on.loader, place);
      placed.push({ names, on, place });
    }
    return placed;
  }

  private async load({ loader }: AskedOn & { kind: 'loaded' }, request: GuardedRequest, orgId: string): Promise<Place> {
    const found = this.modules.get<ScopeLoader<GuardedRequest>>(loader, { strict: false });
    const scope = await found.scopeOf(request, orgId);
    if (scope === null) return { kind: 'nothing' };
    const { id, containers } = scope ?? {};
    const known = containers === null || (Array.isArray(containers) && containers.every(isTypedId));
    if (typeof id !== 'string' || !isId(id) || !known) {
      throw new Error(`${loader.name}.scopeOf answers { id, containers } or null`);
    }
    return { kind: 'loaded', scope: { id, containers } };
  }
}

type ReadAtOnce = Exclude<AskedOn, { kind: 'loaded' }>;

const placeOf = (on: ReadAtOnce, request: GuardedRequest): Place => (on.kind === 'resource' ? named(on, request) : on);

// Invariant: whatever is no single id is unreadable, so that a field left out never asks about the whole organisation.
function named({ part, field, typeParam }: AskedOn & { kind: 'resource' }, request: GuardedRequest): Place {
  const value = fieldOf(request, part, field);
  const type = typeParam === undefined ? null : fieldOf(request, 'param', typeParam);
  const problem = problemOf(value, part) ?? (type === null ? null : problemOf(type, 'param'));
  if (problem !== null) return { kind: 'unreadable', problem: `${part} ${JSON.stringify(field)} ${problem}` };
  return { kind: 'named', id: value as string, type: type as string | null };
}

function problemOf(value: unknown, part: RequestPart): string | null {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return 'is given more than once';
  if (typeof value !== 'string') return 'is no text';
  // A path that is no id names nothing: who may see all things of the type is told so by a 404.
  return part === 'param' || isId(value) ? null : 'is no id';
}

function fieldOf(request: GuardedRequest, part: RequestPart, field: string): unknown {
  const fields = request[FIELDS[part]];
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, field)) return undefined;
  return (fields as Readonly<Record<string, unknown>>)[field];
}

const isTypedId = (container: { type?: unknown; id?: unknown } | null): boolean =>
  typeof container?.type === 'string' && typeof container.id === 'string';
