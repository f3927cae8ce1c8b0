import { notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { PoliciesService } from '../policies/policies.service';
import type { CreatePolicy } from '../policies/policy.dto';
import type { CreateRole } from '../roles/role.dto';
import { RolesService } from '../roles/roles.service';
import type { CreateWorkspace } from '../workspaces/workspace.dto';
import { WorkspacesService } from '../workspaces/workspaces.service';
import type { Kind, Reference } from './change-set.dto';
import { assertMayOn } from './set-rights';

type Body = Record<string, unknown>;

/** The objects of a set that have a name. */
export type NamedKind = Extract<Kind, 'policy' | 'role' | 'workspace'>;

/** How objects of one kind are made, changed, deleted and found. */
interface Store {
  readonly type: 'policies' | 'roles' | 'workspaces';
  create(change: Change, body: Body): Promise<string>;
  update(change: Change, id: string, body: Body, adopts: boolean): Promise<unknown>;
  delete(change: Change, id: string): Promise<void>;
  idOfName(change: Change, name: string): Promise<string | null>;
}

/** Policies, roles and workspaces of change sets, by id or by name; names are those of the moment, with what the set did. */
@Injectable()
export class NamedObjects {
  private readonly stores: Readonly<Record<NamedKind, Store>>;

  constructor(policies: PoliciesService, roles: RolesService, workspaces: WorkspacesService) {
    this.stores = {
      policy: {
        type: 'policies',
        create: async (change, body) => (await policies.createIn(change, body as unknown as CreatePolicy)).policy_id,
        update: (change, id, body, adopts) => policies.updateIn(change, id, body, adopts),
        delete: (change, id) => policies.deleteIn(change, id),
        idOfName: (change, name) => policies.idOfName(change, name),
      },
      role: {
        type: 'roles',
        create: async (change, body) => (await roles.createIn(change, body as unknown as CreateRole)).role_id,
        update: (change, id, body, adopts) => roles.updateIn(change, id, body, adopts),
        delete: (change, id) => roles.deleteIn(change, id),
        idOfName: (change, name) => roles.idOfName(change, name),
      },
      workspace: {
        type: 'workspaces',
        create: async (change, body) =>
          (await workspaces.createIn(change, body as unknown as CreateWorkspace)).workspace_id,
        update: (change, id, body, adopts) => workspaces.updateIn(change, id, body, adopts),
        delete: (change, id) => workspaces.deleteIn(change, id),
        idOfName: (change, name) => workspaces.idOfName(change, name),
      },
    };
  }

  /** What makes, changes and deletes objects of a kind. */
  of(kind: NamedKind): Store {
    return this.stores[kind];
  }

  /**
   * The id that a reference stands for. What the set itself made may always be named.
   * @throws CastellanError not-found also where the actor may not read the object
   */
  async idOf(change: Change, kind: NamedKind, reference: Reference, made: ReadonlySet<string>): Promise<string> {
    const store = this.of(kind);
    const { type } = store;
    const { id, name = '' } = reference;
    const found = id ?? (await store.idOfName(change, name));
    if (found === null || !(made.has(found) || change.mayRead(type, found))) throw notFound(type, id ?? name);
    return found;
  }

  /** The same for an object that is changed. @throws CastellanError not-found, forbidden */
  async idToChange(
    change: Change,
    kind: NamedKind,
    { action, reference }: { readonly action: string; readonly reference: Reference },
  ): Promise<string> {
    const store = this.of(kind);
    const { type } = store;
    const { id, name = '' } = reference;
    const found = id ?? (await store.idOfName(change, name));
    if (found === null) throw notFound(type, name);
    try {
      assertMayOn(change, action, { type, id: found });
    } catch (error) {
      // The id of a name that may not be read is not told.
      throw change.mayRead(type, found) ? error : notFound(type, id ?? name);
    }
    return found;
  }
}
