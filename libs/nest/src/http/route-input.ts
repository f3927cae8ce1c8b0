import type { Issue } from '@castellan/core';
import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import type { CustomDecorator, ExecutionContext, Type } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import type { DtoClass } from './check-dto';
import { Page } from './page';

/** What a route takes besides its path. A route that declares nothing takes no query. */
export interface RouteInput {
  readonly body?: DtoClass<object>;
  /** A body for the documentation: it works as it stands in a new organisation, and does no harm in any. */
  readonly example?: object;
  /** The most bytes that the body may have. */
  readonly bodyLimit?: number;
  readonly query?: DtoClass<object>;
  /** Looks for mistakes in the body, and in the path beside it, that the body's class cannot know of. */
  readonly check?: Type<InputChecker>;
  /** The same for the query. */
  readonly checkQuery?: Type<InputChecker>;
  /** The route changes nothing, whatever its method: it has no dry run. */
  readonly asks?: true;
  /** The list that a cursor of this route is good for; may depend on query and path. */
  readonly list?: string | ((query: Readonly<Record<string, unknown>>, params: PathParams) => string);
}

/**
 * Finds the mistakes in a body or query that only a service can find; it is given what was sent, right or wrong, and who
 * sent it.
 */
export interface InputChecker {
  issues(sent: unknown, params: PathParams, caller?: Caller): Issue[] | Promise<Issue[]>;
}

/** The parameters of a path, by name. */
export type PathParams = Readonly<Record<string, string>>;

/** Knows whether an object named in a path exists. */
export interface PathObjectFinder {
  /** @throws CastellanError not-found */
  assertExists(orgId: string, ...ids: string[]): Promise<void>;
}

/** An object in the path: who knows it, and the path parameters that name it. */
export type PathObject = readonly [finder: Type<PathObjectFinder>, ...params: string[]];

/** The metadata keys of `Accepts` and `PathObjects`. */
export const ROUTE_INPUT = 'castellan:input';
export const PATH_OBJECTS = 'castellan:path-objects';

/** Declares what the route takes; it is checked after the guard, all mistakes at once. */
export const Accepts = (input: RouteInput): MethodDecorator =>
  applyDecorators(SetMetadata(ROUTE_INPUT, input), ...(input.list === undefined ? [] : pageParameters));

const pageParameters = [
  ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    description: 'The most items on the page',
  }),
  ApiQuery({
    name: 'cursor',
    required: false,
    schema: { type: 'string' },
    description: '`next_cursor` of the previous page',
  }),
];

/** Declares the objects that the path names: when one is missing, that is what a wrong request is told of first. */
export const PathObjects = (...objects: PathObject[]): CustomDecorator => SetMetadata(PATH_OBJECTS, objects);

/** What the input interceptor reads of a request and leaves on it. */
export interface InputRequest {
  readonly method: string;
  readonly params?: PathParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw?: { readonly sentContentType?: string };
  query: unknown;
  body: unknown;
  castellanPage?: Page;
  castellanCaller?: Caller;
}

/** The page that was asked for, on a route that declares a `list`. */
export const PageOf = createParamDecorator((_: unknown, context: ExecutionContext): Page => {
  const { castellanPage } = context.switchToHttp().getRequest<InputRequest>();
  if (castellanPage === undefined) throw new Error('The route declares no list');
  return castellanPage;
});
