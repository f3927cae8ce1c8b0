import { Injectable, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ROUTE_REQUIREMENT, type Requirement } from './requirement';

/** Reads what routes declare: class and handler merge, and the handler's kind wins. */
@Injectable()
export class Requirements {
  constructor(private readonly reflector: Reflector) {}

  /** What a handler demands; null when neither it nor its class says. Two permissions, of class and handler, must both hold. */
  of(handler: object, controller: Type): Requirement | null {
    const [own, inherited] = [handler, controller].map((target) =>
      this.reflector.get<Requirement | undefined>(ROUTE_REQUIREMENT, target as Type),
    );
    if (own?.kind === 'permission' && inherited?.kind === 'permission') {
      return { kind: 'permission', rules: [...inherited.rules, ...own.rules] };
    }
    return own ?? inherited ?? null;
  }
}
