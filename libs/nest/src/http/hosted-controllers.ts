import { UseGuards, type CanActivate, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CastellanGuard } from '../access/guard/castellan.guard';

/** What an application says about the routes of administration. */
export interface HostedForm {
  readonly guards?: ReadonlyArray<Type<CanActivate> | CanActivate>;
  readonly swagger?: boolean;
}

/**
 * The controllers as one application has them: with its guards before ours, and in its OpenAPI document or not. They are
 * classes of its own, because Nest reads this from a class, and another application of the process may want it otherwise.
 */
export function hostedControllers(controllers: readonly Type[], { guards = [], swagger = false }: HostedForm): Type[] {
  if (guards.length === 0 && swagger) return [...controllers];
  return controllers.map((controller) => {
    const hosted = class extends controller {};
    // Logs, messages and operation ids name a controller.
    Object.defineProperty(hosted, 'name', { value: controller.name });
    if (guards.length > 0) UseGuards(...guards, CastellanGuard)(hosted);
    if (!swagger) ApiExcludeController()(hosted);
    return hosted;
  });
}
