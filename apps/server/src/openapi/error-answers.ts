import {
  conflict,
  forbidden,
  invalid,
  notFound,
  preconditionFailed,
  unauthenticated,
  unavailable,
  type CastellanError,
} from '@castellan/core';
import { requirementText, type DeclaredRoute, type Requirement } from '@castellan/nest';
import {
  documentedRoute,
  ERROR_ANSWERS,
  errorBody,
  failureOf,
  failureOfStatus,
  type Failure,
} from '@castellan/nest/admin';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PATH_PARAMETERS } from './path-parameters';

type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];
type Answer = Exclude<Responses[string], undefined | { $ref: string }>;

/** Whether a route can answer an error; a public route says by itself whether it can be unavailable. */
export function canAnswer(status: number, route: DeclaredRoute, declared: Responses): boolean {
  const { takesBody, honoursIfMatch, conflicts } = documentedRoute(route);
  const isPublic = route.requirement?.kind === 'public';
  const namesObjects = route.path.includes(':');
  if ([404, 414].includes(status)) return namesObjects;
  if ([408, 413].includes(status)) return route.method !== 'GET';
  if ([401, 422, 429].includes(status)) return !isPublic;
  if (status === 403) return !isPublic && (namesObjects || route.requirement?.kind !== 'authenticated');
  if (status === 409) return conflicts.length > 0;
  if (status === 412) return honoursIfMatch;
  if (status === 415) return takesBody;
  return status !== 503 || !isPublic || '503' in declared;
}

/** Every error that a route can answer, by status, each with an example of its own. */
export function errorAnswers(route: DeclaredRoute, declared: Responses): Record<string, Answer> {
  const statuses = Object.keys(ERROR_ANSWERS).map(Number);
  return Object.fromEntries(
    statuses
      .filter((status) => canAnswer(status, route, declared))
      .map((status) => [status, errorAnswer(status, route)]),
  );
}

const ORGANISATION = ['org_id', 'organizationId'];

const isStatements = ({ path }: DeclaredRoute): boolean => path.includes(':organizationId');

function errorAnswer(status: number, route: DeclaredRoute): Answer {
  const name = isStatements(route) ? 'StatementsError' : status === 422 ? 'HTTPValidationError' : 'Error';
  const example = errorBody(exampleOf(status, route), {
    url: route.path.replace(/^.*\/organizations/, '/organizations'),
  });
  return {
    description: `${ERROR_ANSWERS[status]}${isStatements(route) ? '' : detailsOf(status, route)}`,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${name}` },
        example: { ...example, ...('timestamp' in example && { timestamp: '2026-01-31T12:00:00.000Z' }) },
      },
    },
  };
}

function detailsOf(status: number, route: DeclaredRoute): string {
  if (status === 403) return '; `details.reason` says why';
  if (status === 404) return '; `details.resource_type` and `details.resource_id` name it';
  if (status !== 409) return '';
  const reasons = documentedRoute(route).conflicts.map((reason) => `\`${reason}\``);
  return `; \`details.reason\` is ${reasons.join(' or ')}`;
}

function exampleOf(status: number, route: DeclaredRoute): Failure {
  const error = errorOf(status, route);
  return error === null ? failureOfStatus(status) : failureOf(error);
}

function errorOf(status: number, route: DeclaredRoute): CastellanError | null {
  if (status === 401) return unauthenticated('no token');
  if (status === 403) return refusedExample(route.requirement);
  if (status === 404) return missingObject(route);
  if (status === 409)
    return conflict(documentedRoute(route).conflicts[0] ?? 'limit', 'The change conflicts with stored data');
  if (status === 412) return preconditionFailed();
  if (status === 422) {
    const problem = { type: 'extra_forbidden', loc: ['query', 'page'], msg: 'Extra inputs are not permitted' };
    return invalid([{ ...problem, input: '2' }]);
  }
  return status === 503 ? unavailable('the database does not answer') : null;
}

/** The refusal that a caller of the route is most likely to see. */
function refusedExample(requirement: Requirement | null): CastellanError {
  const required = requirement === null ? null : requirementText(requirement);
  if (required !== null) return forbidden('no-grant', { required_permission: required });
  return forbidden(requirement?.kind === 'platform-admins' ? 'platform-admins-only' : 'not-a-member');
}

/** The object that the end of the path names; an organisation is never missing, but its id may be left out. */
function missingObject({ path }: DeclaredRoute): CastellanError {
  const name = path.match(/:(\w+)(?!.*:)/)?.[1] ?? '';
  if (ORGANISATION.includes(name)) return notFound('route', path.replace(/:\w+/, ''));
  const parameter = PATH_PARAMETERS[name];
  if (parameter === undefined) throw new Error(`The path parameter ${name} is not documented`);
  return notFound(parameter.type, parameter.example);
}
