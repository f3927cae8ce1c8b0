import type { Type } from '@nestjs/common';

/** The manifest of a feature: the module with its services, and the controllers that an API has of it. */
export interface Feature {
  readonly module: Type;
  readonly controllers: readonly Type[];
}
