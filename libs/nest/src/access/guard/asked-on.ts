import type { Type } from '@nestjs/common';
import {
  CALL_PARTS,
  ID_FORMS,
  type AskedOn,
  type IdForm,
  type Loading,
  type NamingField,
  type ScopeLoader,
} from './requirement';

/** How the id in a field is read. */
export interface FieldOptions {
  /** How ids are written: a UUID in either case, or a number with leading zeros, is one id. Pipes of the parameter say it too. */
  readonly as?: IdForm;
  /** The field holds a list of ids, each of which is asked about. */
  readonly each?: true;
}

/** A field of the call that holds an id; a text is a path parameter. A dot in a body, `arg` or payload leads into an object. */
export type IdField =
  | string
  | ({ readonly param: string } & FieldOptions)
  | ({ readonly query: string } & FieldOptions)
  | ({ readonly body: string } & FieldOptions)
  | ({ readonly arg: string } & FieldOptions)
  | ({ readonly payload: string } & FieldOptions);

/** An injectable that finds the thing; null of it is a 403, or with `whenMissing: 'not-found'` a 404 to those who may read some. */
export interface LoadedField {
  readonly load: Type<ScopeLoader>;
  readonly whenMissing?: Loading['whenMissing'];
  /** How the ids are written that it finds: a UUID in either case, or a number with leading zeros, is one id. */
  readonly as?: IdForm;
}

/** The field of the call that holds the id of the thing, or who finds the thing. */
export type ScopeField = IdField | LoadedField;

/** The container in which something is made: the field with its id, and its type. */
export type ContainerField = Exclude<IdField, string> & { readonly type: string };

/** Where a required permission must hold: nowhere named means in the whole organisation. */
export interface RequirePermissionOptions {
  /** What the permission is asked about. */
  readonly scope?: ScopeField;
  /** The container in which the permission must hold: to make something in it. */
  readonly in?: ContainerField;
  /** The path parameter that holds the resource's type, where that is not the permission's own. */
  readonly scopeType?: string;
  /** The member whom the scope names may use the route without the permission. */
  readonly orSelf?: true;
  /** Platform admins who are not members of the organisation may use the route too. */
  readonly orPlatformAdmins?: true;
  /** The route lists things: it is enough to reach some, and the handler shows only those. */
  readonly list?: boolean;
  /** Decides, logs and counts, and refuses nobody: only while the application is `adopting`. */
  readonly shadow?: true;
  /** Seconds after which a stream of events asks again, before its next event; without it, each event is asked about. */
  readonly recheckSeconds?: number;
  /** The handler's requirement stands in place of its class's. */
  readonly despiteClass?: true;
}

const mistake = (text: string): Error => new Error(`@RequirePermission: ${text}`);

/** What the options of a decorator mean. @throws Error when they mean nothing, or two things */
export function askedOn({ scope, in: container, scopeType, orSelf, list = false }: RequirePermissionOptions): AskedOn {
  const asked = [scope !== undefined, container !== undefined, list].filter(Boolean).length;
  if (asked > 1) throw mistake('one of `scope`, `in` and `list` says what is asked about');
  if ((scope === undefined || isLoaded(scope)) && (scopeType !== undefined || orSelf))
    throw mistake('`scopeType` and `orSelf` need a `scope` that names a field');
  if (container !== undefined) {
    if (typeof container !== 'object' || typeof container.type !== 'string' || container.type === '')
      throw mistake("`in` is a field with the container's type: { body: 'workspaceId', type: 'workspaces' }");
    const { type, ...field } = container;
    return { kind: 'container', type, ...namingField(field) };
  }
  if (scope === undefined) return { kind: list ? 'list' : 'organisation' };
  if (isLoaded(scope)) return loaded(scope);
  const optional = { ...(scopeType !== undefined && { typeParam: scopeType }), ...(orSelf && { orSelf }) };
  return { kind: 'resource', ...namingField(scope), ...optional };
}

const isLoaded = (scope: ScopeField): scope is LoadedField =>
  typeof scope === 'object' && scope !== null && Object.hasOwn(scope, 'load');

function loaded({ load, whenMissing = 'forbidden', as, ...more }: LoadedField): AskedOn {
  if (typeof load !== 'function' || Object.keys(more).length > 0)
    throw mistake('`load` is a class that finds the thing');
  if (!['forbidden', 'not-found'].includes(whenMissing)) throw mistake("`whenMissing` is 'forbidden' or 'not-found'");
  if (as !== undefined && !ID_FORMS.includes(as)) throw mistake(`\`as\` is one of ${ID_FORMS.join(', ')}`);
  return { kind: 'loaded', loader: load, whenMissing, as: as ?? null };
}

function namingField(given: unknown): NamingField {
  const { as, each, ...named } = (typeof given === 'string' ? { param: given } : given) as FieldOptions &
    Readonly<Record<string, unknown>>;
  const [[key, value] = [], ...more] = Object.entries(named);
  const part = CALL_PARTS.find((name) => name === key);
  if (part === undefined || typeof value !== 'string' || value === '' || more.length > 0) {
    throw mistake(
      '`scope` is a path parameter, or one of { param }, { query }, { body }, { arg }, { payload }, { load }',
    );
  }
  if (as !== undefined && !ID_FORMS.includes(as)) throw mistake(`\`as\` is one of ${ID_FORMS.join(', ')}`);
  return { part, field: value, as: as ?? null, ...(each && { each }) };
}
