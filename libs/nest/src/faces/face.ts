import type { DynamicModule, Type } from '@nestjs/common';
import type { Feature } from '../http/feature';
import { hostedControllers, type HostedForm } from '../http/hosted-controllers';

/** A REST API over the services of some features: each is a peer of the others, and a host may do without any. */
export interface Face {
  /** Holds the controllers in one application. */
  readonly module: Type;
  readonly features: readonly Feature[];
}

/** What an application says about the routes of an API. */
export interface FaceForm extends HostedForm {
  /** The modules that provide what its guards need, where they are not global. */
  readonly imports?: DynamicModule['imports'];
}

/** The module with the controllers of an API, as one application has them. */
export function moduleOf({ module, features }: Face, { imports = [], ...form }: FaceForm): DynamicModule {
  const controllers = features.flatMap((feature) => feature.controllers);
  return {
    module,
    imports: [...imports, ...features.map((feature) => feature.module)],
    controllers: hostedControllers(controllers, form),
  };
}
