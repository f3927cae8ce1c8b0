import { valueError, type Issue } from '@castellan/core';
import { checkDto, type DtoClass } from '../http/check-dto';
import { isRecord, listOf, within } from '../http/rules';
import { nested } from '../http/to-dto';
import { UpdateMember } from '../members/member.dto';
import { CreatePolicy, UpdatePolicy } from '../policies/policy.dto';
import { PutResource } from '../resources/resource.dto';
import { CreateRole, MOST_POLICIES_OF_ROLE, UpdateRole } from '../roles/role.dto';
import { CreateWorkspace, UpdateWorkspace } from '../workspaces/workspace.dto';
import { Reference, type Kind, type Operation } from './change-set.dto';
import { referenceIssues } from './change-forms';

type Body = Record<string, unknown>;

const BODIES: Partial<Record<Kind, Partial<Record<Operation, DtoClass>>>> = {
  policy: { create: CreatePolicy, update: UpdatePolicy },
  role: { create: CreateRole, update: UpdateRole },
  workspace: { create: CreateWorkspace, update: UpdateWorkspace },
  resource: { create: PutResource, update: PutResource },
  member: { update: UpdateMember },
};

/** What a change says of its object: what is created may have its name, and a workspace its id, beside its body. */
export function bodyOf({
  op,
  kind,
  id,
  name,
  body,
}: {
  readonly op: Operation;
  readonly kind: Kind;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly body?: unknown;
}): Body {
  const sent = isRecord(body) ? body : {};
  if (op !== 'create' || kind === 'resource') return sent;
  const given = {
    ...(name !== undefined && { name }),
    ...(kind === 'workspace' && id !== undefined && { workspace_id: id }),
  };
  return { ...given, ...sent };
}

const references = listOf(nested(Reference), { max: MOST_POLICIES_OF_ROLE });

/** The mistakes of a change's body, relative to the change. */
export function setBodyIssues(change: Body): Issue[] {
  const { op, kind } = change as { readonly op: Operation; readonly kind: Kind };
  const Dto = BODIES[kind]?.[op];
  if (Dto === undefined || (change['body'] !== undefined && !isRecord(change['body']))) return [];
  const { policies, ...body } = bodyOf({ ...change, op, kind });
  const isOfRole = kind === 'role' && policies !== undefined;
  const found = [
    ...checkDto(Dto, isOfRole || policies === undefined ? body : { ...body, policies }),
    ...(isOfRole ? within('policies', policiesIssues(policies, body)) : []),
  ];
  const named = op === 'create' && typeof change['name'] === 'string' && isRecord(change['body']);
  const twice =
    named && (change['body'] as Body)['name'] !== undefined && (change['body'] as Body)['name'] !== change['name'];
  return [
    ...within('body', found),
    ...(twice ? [valueError(['name'], 'is not the name in the body', change['name'])] : []),
  ];
}

function policiesIssues(policies: unknown, body: Body): Issue[] {
  const issues = references(policies);
  if (issues.length > 0) return issues;
  if (body['policy_ids'] !== undefined) return [valueError([], 'must not be given together with policy_ids', null)];
  return (policies as Body[]).flatMap((each, at) => within(at, referenceIssues(each)));
}
