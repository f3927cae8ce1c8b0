import { isId, isUserId, type PermissionName, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { GuardedCall } from '../guarded-call';
import { CastellanOptions } from '../castellan.options';
import { readId } from './id-forms';
import { ScopeLoaders } from './scope-loaders';
import {
  hasObjects,
  type AskedOn,
  type CallPart,
  type IdForm,
  type NamingField,
  type PermissionRule,
  type LoadedScope,
} from './requirement';

/** What one call asks about: nothing of a call that is read again later. `type` is null for the permission's own. */
export type AskedTarget =
  | { readonly kind: 'organisation' | 'list' }
  | { readonly kind: 'nothing'; readonly whenMissing: 'forbidden' | 'not-found' }
  | { readonly kind: 'unreadable'; readonly problem: string }
  | { readonly kind: 'named'; readonly id: string; readonly type: string | null }
  | { readonly kind: 'inside'; readonly container: TypedId }
  | { readonly kind: 'loaded'; readonly scope: LoadedScope };

/** A rule and what one call asks it about; several for a list of ids. */
export interface TargetedRule extends PermissionRule {
  readonly targets: readonly AskedTarget[];
}

const FIELDS: Readonly<Record<CallPart, 'params' | 'query' | 'body' | 'args' | 'payload'>> = {
  param: 'params',
  query: 'query',
  body: 'body',
  arg: 'args',
  payload: 'payload',
};

/** The most ids that one call may name in a list. */
const MOST_IDS = 1_000;
/** The most ids in lists that the fields of one GraphQL execution may name: they are decided in one turn of the event loop. */
const MOST_OF_EXECUTION = 5_000;

const ORGANISATION: readonly AskedTarget[] = [{ kind: 'organisation' }];
const LIST: readonly AskedTarget[] = [{ kind: 'list' }];
const TOO_MANY: readonly AskedTarget[] = [
  {
    kind: 'unreadable',
    problem: `one operation may list ${MOST_OF_EXECUTION} ids, and this one lists more`,
  },
];

/** Finds out what a call's rules are about. */
@Injectable()
export class Targets {
  /** How many ids in lists each execution of GraphQL has named. */
  private readonly asked = new WeakMap<object, number>();

  constructor(
    private readonly options: CastellanOptions,
    private readonly loaders: ScopeLoaders,
  ) {}

  /** The rules with their targets; each loader runs once. A promise only where something is loaded: most handlers load nothing. */
  findTargets(
    rules: readonly PermissionRule[],
    call: GuardedCall,
    orgId: string,
  ): readonly TargetedRule[] | Promise<readonly TargetedRule[]> {
    if (rules.some(({ on }) => on.kind === 'loaded'))
      return this.withLoaded(rules, call, orgId).then((found) => this.bounded(call, found));
    return this.bounded(
      call,
      rules.map((rule) => ({ names: rule.names, on: rule.on, targets: targetsOf(rule, call) })),
    );
  }

  private bounded({ execution }: GuardedCall, rules: readonly TargetedRule[]): readonly TargetedRule[] {
    if (execution === null) return rules;
    const before = this.asked.get(execution) ?? 0;
    const listed = rules.reduce((sum, { targets }) => sum + (targets.length > 1 ? targets.length : 0), 0);
    if (listed === 0) return rules;
    const asked = before + listed;
    this.asked.set(execution, asked);
    return asked <= MOST_OF_EXECUTION ? rules : rules.map((rule) => ({ ...rule, targets: TOO_MANY }));
  }

  private async withLoaded(
    rules: readonly PermissionRule[],
    call: GuardedCall,
    orgId: string,
  ): Promise<TargetedRule[]> {
    const loaded = new Map<object, LoadedScope | null>();
    const targeted: TargetedRule[] = [];
    for (const { names, on } of rules) {
      if (on.kind !== 'loaded') {
        targeted.push({ names, on, targets: targetsOf({ names, on }, call) });
        continue;
      }
      const known = loaded.get(on.loader);
      const scope = known === undefined ? await this.loaders.load(on.loader, call, orgId) : known;
      loaded.set(on.loader, scope);
      targeted.push({ names, on, targets: [this.loadedTarget(names, on, scope)] });
    }
    return targeted;
  }

  private loadedTarget(
    names: readonly PermissionName[],
    { loader, whenMissing, as }: AskedOn & { kind: 'loaded' },
    scope: LoadedScope | null,
  ): AskedTarget {
    if (scope === null) return { kind: 'nothing', whenMissing };
    const { schema } = this.options;
    for (const { type } of names) {
      const wrong = scope.containers?.find((container) => !schema.canContain(container.type, type));
      // A deny on a container of the right type would not be seen.
      if (wrong !== undefined)
        throw new Error(
          `${loader.name}.scopeOf says that ${type} are in ${wrong.type}: the schema has no such container`,
        );
    }
    return inOneSpelling(loader.name, scope, as);
  }
}

/** What a loader found, under the one spelling of each of its ids: it may have taken them from the call. */
function inOneSpelling(loader: string, found: LoadedScope, as: IdForm | null): AskedTarget {
  const { id, containers, resource } = found;
  const spelled = (text: string, at: number): string | null => {
    const read = readId(text, { as });
    if ('id' in read) return read.id;
    // What contains the thing may have ids of another form.
    const other = at === 0 ? read : readId(text, { as: null });
    return 'id' in other ? other.id : null;
  };
  const ids = [id, ...(containers ?? []).map((container) => container.id)].map(spelled);
  const at = ids.indexOf(null);
  if (at >= 0) {
    const wrong = at === 0 ? id : containers?.[at - 1]?.id;
    const ways = "say how they are written: { load, as: 'uuid' }, 'integer' or 'text'";
    return {
      kind: 'unreadable',
      problem: `${loader} found ${JSON.stringify(wrong)}, which may be another spelling of an id: ${ways}`,
    };
  }
  const [own, ...others] = ids as string[];
  const inside = containers?.map(({ type }, index) => ({ type, id: others[index] as string })) ?? null;
  return { kind: 'loaded', scope: { resource, id: own as string, containers: inside } };
}

/** What a rule is asked about; nothing is loaded for it. */
function targetsOf({ on, names }: PermissionRule, call: GuardedCall): readonly AskedTarget[] {
  switch (on.kind) {
    case 'organisation':
      return ORGANISATION;
    case 'list':
      return LIST;
    case 'loaded':
      throw new Error('A loader is asked once for each call');
    case 'container':
      return idsOf(on, call, isId, (id) => ({ kind: 'inside', container: { type: on.type, id } }));
    case 'resource':
      return named(on, names, call);
  }
}

function named(
  on: AskedOn & { kind: 'resource' },
  names: readonly PermissionName[],
  call: GuardedCall,
): readonly AskedTarget[] {
  const type = on.typeParam === undefined ? null : valueOf(call, 'param', on.typeParam);
  if (type !== null && (typeof type !== 'string' || !isId(type)))
    return unreadable('param', on.typeParam as string, problemOf(type) ?? 'is not an id');
  // Only the id of a user may contain spaces.
  const fits = names.some((name) => name.type === 'members') ? isUserId : isId;
  return idsOf(on, call, fits, (id) => ({ kind: 'named', id, type }));
}

// Invariant: whatever is not an id is unreadable, so that a missing field never asks about the whole organisation.
function idsOf(
  naming: NamingField,
  call: GuardedCall,
  fits: (text: string) => boolean,
  targetOf: (id: string) => AskedTarget,
): readonly AskedTarget[] {
  const { part, field, each } = naming;
  const value = valueOf(call, part, field);
  const values = each === true ? listOf(value, part) : [value];
  if (typeof values === 'string') return unreadable(part, field, values);
  const targets: AskedTarget[] = [];
  for (const one of values) {
    const text = typeof one === 'number' && part !== 'param' && Number.isSafeInteger(one) ? String(one) : one;
    const problem = problemOf(text);
    if (problem !== null) return unreadable(part, field, problem);
    // A path that is not an id names nothing: a caller who may see all objects of the type gets a 404 for it.
    if (part !== 'param' && !fits(text as string)) return unreadable(part, field, 'is not an id');
    const read = readId(text as string, naming);
    if ('problem' in read) return unreadable(part, field, read.problem);
    targets.push(targetOf(read.id));
  }
  return targets;
}

/** The entries of a list of ids, or what is wrong with it. */
function listOf(value: unknown, part: CallPart): readonly unknown[] | string {
  if (value === undefined) return 'is missing';
  // A query that names one thing has no list; anywhere else a text would be taken for its characters.
  if (!Array.isArray(value) && part !== 'query') return 'must be a list';
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return 'is empty';
  return list.length > MOST_IDS ? `has more than ${MOST_IDS} entries` : list;
}

const unreadable = (part: CallPart, field: string, problem: string): readonly AskedTarget[] => [
  { kind: 'unreadable', problem: `${part} ${JSON.stringify(field)} ${problem}` },
];

function problemOf(value: unknown): string | null {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return 'is given more than once';
  return typeof value === 'string' ? null : 'must be a string';
}

function valueOf(call: GuardedCall, part: CallPart, field: string): unknown {
  const fields: unknown = call[FIELDS[part]];
  return hasObjects(part) ? field.split('.').reduce(own, fields) : own(fields, field);
}

function own(fields: unknown, field: string): unknown {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, field)) return undefined;
  return (fields as Readonly<Record<string, unknown>>)[field];
}
