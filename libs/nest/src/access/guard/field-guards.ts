import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

// Of `@nestjs/graphql`, which may not be installed.
const GRAPHQL_OPTIONS = 'GqlModuleOptions';

/** Knows whether guards stand before the fields of GraphQL objects: its module must be told so. */
@Injectable()
export class FieldGuards {
  constructor(private readonly discovery: DiscoveryService) {}

  get areGuarded(): boolean {
    const given = this.discovery.getProviders().filter(({ token }) => token === GRAPHQL_OPTIONS);
    return given.every(({ instance }) => {
      const { fieldResolverEnhancers = [] } = (instance ?? {}) as { fieldResolverEnhancers?: readonly string[] };
      return fieldResolverEnhancers.includes('guards');
    });
  }
}
