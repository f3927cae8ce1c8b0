import type { Effect } from '../grammar/permission';

/** An action that can be granted. `implies` widens allows to other actions of the type; no wildcard includes an `explicit` one. */
export interface ActionDeclaration {
  readonly label: string;
  readonly description?: string;
  readonly implies?: readonly string[];
  readonly explicit?: boolean;
}

/** A kind of thing that permissions are about. `parent` is the type that contains it: `workspaces` when `scope` says so. */
export interface TypeDeclaration {
  readonly label: string;
  readonly description?: string;
  readonly scope: 'org' | 'workspace';
  readonly parent?: string;
  readonly listable?: boolean;
  readonly actions: Readonly<Record<string, ActionDeclaration>>;
}

/** A policy that every organisation has; its id is `pol-...`. */
export interface BuiltinPolicy {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly effect?: Effect;
  readonly permissions: readonly string[];
}

/** A role that every organisation has; its id is `rl-...`. */
export interface BuiltinRole {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly policies: readonly string[];
}

/** The types, actions and built-ins that a deployment declares; Castellan's own are merged in. */
export interface SchemaDeclaration {
  /** Which schema it is; one installation has one. "default" when not given. */
  readonly name?: string;
  /** Grows with every change of the schema, so that instances know which of them is newer; 1 when not given. */
  readonly version?: number;
  readonly types: Readonly<Record<string, TypeDeclaration>>;
  readonly policies?: readonly BuiltinPolicy[];
  readonly roles?: readonly BuiltinRole[];
}
