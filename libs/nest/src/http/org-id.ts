import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { InputRequest } from './route-input';

/**
 * The organisation that the guard decided about: a controller must not read it from the path again. Documented as the parameter
 * of the path that it equals.
 */
const organizationOf = (parameter: string): (() => ParameterDecorator) =>
  createParamDecorator(
    (_: unknown, context: ExecutionContext): string => {
      const { castellanCaller } = context.switchToHttp().getRequest<InputRequest>();
      if (castellanCaller === undefined) throw new Error('A public route has no organisation');
      return castellanCaller.orgId;
    },
    [
      (target, name) => {
        const method = Object.getOwnPropertyDescriptor(target, name as PropertyKey);
        ApiParam({ name: parameter, type: String })(target, name as string, method as PropertyDescriptor);
      },
    ],
  );

/** The organisation of the IAM API. */
export const OrgId = organizationOf('org_id');

/** The organisation of the Roles API. */
export const OrganizationId = organizationOf('organizationId');
