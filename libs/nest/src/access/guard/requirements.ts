import { Injectable, type Type } from '@nestjs/common';
import { CastellanOptions } from '../castellan.options';
import { ConflictingDeclarations, declaresAnything, ownDeclarations, requirementOf } from './declarations';
import { isFieldResolver } from './handler-kinds';
import { methodNameOf, withIdForms } from './parameter-forms';
import type { Requirement } from './requirement';

/** What a handler demands; null when it is silent, and refused; `open` when it is silent and left to its host. */
export type Demand = Requirement | 'open' | null;

/** Knows what each handler demands: read once, since it is asked at every call. */
@Injectable()
export class Requirements {
  private readonly known = new WeakMap<object, WeakMap<Type, Demand>>();

  constructor(private readonly options: CastellanOptions) {}

  /** What a handler of a class demands. */
  findDemand(handler: object, controller: Type): Demand {
    let byClass = this.known.get(handler);
    if (byClass === undefined) this.known.set(handler, (byClass = new WeakMap()));
    const known = byClass.get(controller);
    if (known !== undefined) return known;
    const demand = this.read(handler, controller);
    byClass.set(controller, demand);
    return demand;
  }

  private read(handler: object, controller: Type): Demand {
    // A method that was bound or wrapped on the instance has lost what it declares: nobody is let in by the class's word alone.
    if (ownDeclarations(handler).length === 0 && methodNameOf(handler, controller) === null)
      return this.options.adopting !== null && !declaresAnything(controller) ? 'open' : null;
    try {
      const requirement = requirementOf(handler, controller);
      if (requirement !== null) return withIdForms(requirement, { handler, controller }, this.options.organizationAs);
      // A field is resolved below a query or mutation, which was let in.
      return this.options.adopting !== null || isFieldResolver(handler, controller) ? 'open' : null;
    } catch (error) {
      // The application does not start with it; a module that is loaded later lets nobody in.
      if (error instanceof ConflictingDeclarations) return null;
      throw error;
    }
  }
}
