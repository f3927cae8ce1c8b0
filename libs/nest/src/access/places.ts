import { isId, isUserId, type PermissionName } from '@castellan/core';
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
    return rules.map((rule) => ({ ...rule, place: placeOf(rule, request) }));
  }

  private async withLoaded(
    rules: readonly PermissionRule[],
    request: GuardedRequest,
    orgId: string,
  ): Promise<PlacedRule[]> {
    const loaded = new Map<object, Place>();
    const placed: PlacedRule[] = [];
    for (const rule of rules) {
      const { names, on } = rule;
      if (on.kind !== 'loaded') {
        placed.push({ ...rule, place: placeOf(rule, request) });
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
    if (!isUserId(id) || !known) {
      throw new Error(`${loader.name}.scopeOf answers { id, containers } or null`);
    }
    return { kind: 'loaded', scope: { id, containers } };
  }
}

/** Where a rule is asked about; nothing is loaded for it. */
function placeOf({ on, names }: PermissionRule, request: GuardedRequest): Place {
  if (on.kind === 'loaded') throw new Error('A loader is asked once for each request');
  return on.kind === 'resource' ? named(on, names, request) : on;
}

// Invariant: whatever is not a single id is unreadable, so that a missing field never asks about the whole organisation.
function named(
  { part, field, typeParam }: AskedOn & { kind: 'resource' },
  names: readonly PermissionName[],
  request: GuardedRequest,
): Place {
  const value = fieldOf(request, part, field);
  const type = typeParam === undefined ? null : fieldOf(request, 'param', typeParam);
  // Only the id of a user may contain spaces.
  const fits = names.some((name) => name.type === 'members') ? isUserId : isId;
  const problem = problemOf(value, part, fits) ?? (type === null ? null : problemOf(type, 'param', isId));
  if (problem !== null) return { kind: 'unreadable', problem: `${part} ${JSON.stringify(field)} ${problem}` };
  return { kind: 'named', id: value as string, type: type as string | null };
}

function problemOf(value: unknown, part: RequestPart, fits: (text: string) => boolean): string | null {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return 'is given more than once';
  if (typeof value !== 'string') return 'must be a string';
  // A path that is not an id names nothing: a caller who may see all objects of the type gets a 404 for it.
  return part === 'param' || fits(value) ? null : 'is not an id';
}

function fieldOf(request: GuardedRequest, part: RequestPart, field: string): unknown {
  const fields = request[FIELDS[part]];
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, field)) return undefined;
  return (fields as Readonly<Record<string, unknown>>)[field];
}

const isTypedId = (container: { type?: unknown; id?: unknown } | null): boolean =>
  typeof container?.type === 'string' && typeof container.id === 'string';
