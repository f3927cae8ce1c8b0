import { requirementText, type DeclaredRoute, type Requirement } from '@castellan/nest';
import { documentedRoute } from '@castellan/nest/admin';
import type { OpenAPIObject } from '@nestjs/swagger';
import { headersOf } from './answer-headers';
import { errorAnswers } from './error-answers';
import { PATH_PARAMETERS } from './path-parameters';

/** An operation of the document. */
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = Readonly<Record<string, { schema?: object }>>;

const DRY_RUN = { $ref: '#/components/schemas/DryRun' };
const TRIED = 'With `dry_run=true`: what the change would do';

/** Completes an operation by what its route declares: requirement, parameters, example, dry run, errors and headers. */
export function completeOperation(operation: Operation, route: DeclaredRoute): void {
  const { requirement } = route;
  if (requirement === null) return;
  const required = requirementText(requirement);
  if (required !== null) Object.assign(operation, { 'x-required-permission': required });
  if (requirement.kind === 'public') operation.security = [];
  operation.description = [operation.description, whoMayCall(requirement, route)].filter(Boolean).join('\n\n');
  describeParameters(operation);
  describeBody(operation, route);
  if (documentedRoute(route).isChange) describeDryRun(operation);
  describeErrors(operation, route);
  describeHeaders(operation, route);
}

function whoMayCall(requirement: Requirement, { path }: DeclaredRoute): string {
  if (requirement.kind === 'permission') {
    const names = requirementText(requirement) ?? '';
    return `Requires the permission ${names.replace(/[a-z_]+:[a-z_]+/g, '`$&`')}.`;
  }
  if (requirement.kind === 'platform-admins') return 'Only platform admins may call it.';
  if (requirement.kind === 'public') return 'It needs no token.';
  return path.includes(':') ? 'Every active member may call it.' : 'Everybody with a token may call it.';
}

function describeParameters(operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'path') continue;
    const known = PATH_PARAMETERS[parameter.name];
    if (known === undefined) throw new Error(`The path parameter ${parameter.name} is not documented`);
    Object.assign(parameter, { description: known.description, example: known.example });
  }
}

function describeBody({ requestBody }: Operation, route: DeclaredRoute): void {
  const { example, takesBody } = documentedRoute(route);
  if (!takesBody || requestBody === undefined || '$ref' in requestBody) return;
  const content = requestBody.content['application/json'];
  if (content !== undefined && example !== null) content.example = example;
}

/** A dry run is answered 200 where the change itself has that status, too: the answer is then one of the two. */
function describeDryRun(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/DryRun' }];
  const usual = operation.responses['200'] as { description: string; content?: Content } | undefined;
  const schema = usual?.content?.['application/json']?.schema;
  const content = { 'application/json': { schema: schema === undefined ? DRY_RUN : orDryRun(schema) } };
  const description = usual === undefined ? TRIED : `${usual.description}. ${TRIED}`;
  operation.responses['200'] = { description, content };
}

/** One choice more, where there is a choice already: by who may read the object. */
function orDryRun(usual: { readonly oneOf?: readonly object[]; readonly anyOf?: readonly object[] }): object {
  if (usual.anyOf !== undefined) return { anyOf: [...usual.anyOf, DRY_RUN] };
  return { oneOf: [...(usual.oneOf ?? [usual]), DRY_RUN] };
}

function describeErrors(operation: Operation, route: DeclaredRoute): void {
  const { responses } = operation;
  const errors = errorAnswers(route, responses);
  for (const status of Object.keys(responses)) if (Number(status) >= 400) delete responses[status];
  Object.assign(responses, errors);
}

function isTagged({ description }: { description: string }, route: DeclaredRoute): boolean | 'unless-dry-run' {
  if (!documentedRoute(route).isTagged || description === TRIED) return false;
  return description.endsWith(TRIED) ? 'unless-dry-run' : true;
}

function isForMembers({ requirement, path }: DeclaredRoute): boolean | 'and-platform-admins' {
  if (requirement?.kind === 'permission' && requirement.orPlatformAdmins === true) return 'and-platform-admins';
  return requirement?.kind !== 'public' && requirement?.kind !== 'platform-admins' && path.includes(':');
}

function describeHeaders(operation: Operation, route: DeclaredRoute): void {
  const { honoursIfMatch } = documentedRoute(route);
  const kind = route.requirement?.kind;
  const isPublic = kind === 'public';
  const forMembers = isForMembers(route);
  for (const [code, answer] of Object.entries(operation.responses)) {
    if (answer === undefined || '$ref' in answer) continue;
    const headers = headersOf({
      status: Number(code),
      isTagged: isTagged(answer, route),
      isPublic,
      isForMembers: forMembers,
    });
    if (Object.keys(headers).length > 0) answer.headers = { ...answer.headers, ...headers };
  }
  if (honoursIfMatch) operation.parameters?.push({ $ref: '#/components/parameters/IfMatch' });
}
