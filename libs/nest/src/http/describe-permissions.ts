import type { INestApplicationContext } from '@nestjs/common';
import { ApiExtension, ApiForbiddenResponse } from '@nestjs/swagger';
import { requirementText } from '../access/guard/requirement';
import { RouteAudit } from '../access/guard/route-audit';
import { ERROR_ANSWERS } from './error-answers';

const RESPONSES = 'swagger/apiResponse';

/**
 * Adds `x-required-permission` and a 403 to the host's own operations, from what their handlers declare. Call it before
 * `SwaggerModule.createDocument`. A 403 that the host describes itself stays as it is.
 */
export function describePermissions(app: INestApplicationContext): void {
  for (const { controller, handlerName, requirement } of app.get(RouteAudit, { strict: false }).routes()) {
    const required = requirement === null ? null : requirementText(requirement);
    if (required === null) continue;
    const handler = (controller.prototype as Readonly<Record<string, object>>)[handlerName] as object;
    const on = { value: handler };
    ApiExtension('x-required-permission', required)(controller.prototype as object, handlerName, on);
    const described = (Reflect.getMetadata(RESPONSES, handler) ?? {}) as object;
    if (!('403' in described))
      ApiForbiddenResponse({ description: ERROR_ANSWERS[403] })(controller.prototype as object, handlerName, on);
  }
}
