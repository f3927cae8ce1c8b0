import { OWN_POLICIES, OWN_ROLES, OWN_TYPES, type OwnTypes } from './own-schema';
import { PermissionIndex } from './permission-index';
import {
  permissionAdvice,
  permissionProblem,
  readPermission,
  type ReadPermission,
} from '../grammar/permission-problem';
import { schemaProblems } from './schema-problems';
import type { Permission, PermissionName } from '../grammar/permission';
import type { BuiltinPolicy, BuiltinRole, SchemaDeclaration, TypeDeclaration } from './schema-declaration';

type NamesOf<T> = {
  [Type in keyof T & string]: T[Type] extends { actions: infer A } ? `${Type}:${keyof A & string}` : never;
}[keyof T & string];

/** A schema that cannot be used; `problems` lists every mistake. */
export class SchemaError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The permission schema is not valid:\n- ${problems.join('\n- ')}`);
    this.name = 'SchemaError';
  }
}

/** What can be granted: the declared types with Castellan's own. `Name` is the union of its permission names. */
export class PermissionSchema<Name extends string = string> {
  declare readonly permission: Name;
  readonly name: string;
  readonly version: number;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly policies: readonly BuiltinPolicy[];
  readonly roles: readonly BuiltinRole[];
  /** The number of each permission name, for compiled roles. */
  readonly names: PermissionIndex;

  constructor(declaration: SchemaDeclaration) {
    const problems = schemaProblems(declaration);
    if (problems.length > 0) throw new SchemaError(problems);
    this.name = declaration.name ?? 'default';
    this.version = declaration.version ?? 1;
    this.types = new Map(Object.entries({ ...declaration.types, ...OWN_TYPES }));
    this.policies = [...OWN_POLICIES, ...(declaration.policies ?? [])];
    this.roles = [...OWN_ROLES, ...(declaration.roles ?? [])];
    this.names = new PermissionIndex(this.types, (type, granted, action) => this.allows(type, granted, action));
  }

  /** The index of `type:action` among the names, -1 when it is not declared. */
  indexOf(name: PermissionName): number {
    return this.names.indexOf(name);
  }

  /** Whether `type:action` is declared. */
  knows({ type, action }: PermissionName): boolean {
    return Object.hasOwn(this.types.get(type)?.actions ?? {}, action);
  }

  /** Why a permission cannot be granted under this schema, or null when it can. A wildcard is fine where something matches. */
  problemOf(permission: Permission): string | null {
    return permissionProblem(permission, this.types);
  }

  /** The same with what would have been valid; a permission as text may not even be one. */
  adviceOn(permission: Permission | string): string | null {
    if (typeof permission !== 'string') return permissionAdvice(permission, this.types);
    const read = this.readPermission(permission);
    return 'problem' in read ? read.problem : null;
  }

  /** Reads a permission that is to be granted: what it says, or why it cannot be and what would have been valid instead. */
  readPermission(text: string): ReadPermission {
    return readPermission(text, this.types);
  }

  /** The type that contains things of `type`, or null when they belong to the organisation. */
  containerOf(type: string): string | null {
    const declared = this.types.get(type);
    return declared?.parent ?? (declared?.scope === 'workspace' ? 'workspaces' : null);
  }

  /** The types of which something can be inside a thing of `type`, however deep. */
  typesInside(type: string): string[] {
    return [...this.types.keys()].filter((name) => {
      for (let at = this.containerOf(name); at !== null; at = this.containerOf(at)) if (at === type) return true;
      return false;
    });
  }

  /** Whether a thing of `type` can be inside one of `container`. An entry of the registry is inside whatever it names. */
  canContain(container: string, type: string): boolean {
    if (type === 'resources') return this.types.has(container);
    for (let at = this.containerOf(type); at !== null; at = this.containerOf(at)) if (at === container) return true;
    return false;
  }

  /** Whether things of `type` contain other things. */
  isContainer(type: string): boolean {
    return [...this.types.keys()].some((name) => this.containerOf(name) === type);
  }

  /** Whether an allow of `granted` on `type` reaches `action`: literally, by wildcard, or by what it implies. */
  allows(type: string, granted: string, action: string): boolean {
    const actions = this.types.get(type)?.actions;
    if (!actions || !Object.hasOwn(actions, action)) return false;
    if (granted === '*') return actions[action]?.explicit !== true;
    return granted === action || this.implied(type, granted).has(action);
  }

  private implied(type: string, action: string): ReadonlySet<string> {
    const actions = this.types.get(type)?.actions ?? {};
    const found = new Set<string>();
    const open = [action];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const declared = Object.hasOwn(actions, next) ? actions[next] : undefined;
      for (const other of declared?.implies ?? []) {
        if (!found.has(other)) open.push(other);
        found.add(other);
      }
    }
    return found;
  }
}

/** Declares a schema; its permission names become literal types. @throws SchemaError listing every mistake. */
export function defineSchema<const D extends SchemaDeclaration>(
  declaration: D,
): PermissionSchema<NamesOf<D['types']> | NamesOf<OwnTypes>> {
  return new PermissionSchema(declaration);
}
