import { EFFECTS, formatScope, type Effect, type Permission, type Scope } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { ApiManagedBy } from '../http/managed-by';
import { PageAnswer } from '../http/page.answer';
import type { Reader } from '../access/reader';
import { shownPage, withoutCreator, type Shown } from '../http/shown';
import { containersIn } from '../registry/registry-containers.service';
import type { NamedThing, ResourceNames } from '../registry/resource-names.service';
import { permissionsIn } from './permission-list';
import type { PolicyRow } from './policies.repository';
import { StatementAnswer } from './statement.answer';

const nullableText = { type: String, nullable: true } as const;

/** The thing whose name a resolved permission shows: who may not read it is not shown the name. */
const NAMED = new WeakMap<ResolvedPermission, NamedThing>();

/** A permission taken apart, with the name of the resource that its scope names. */
@CastellanSchema('ResolvedPermission')
export class ResolvedPermission {
  @ApiProperty({ type: String, example: 'apps:*:read' })
  permission!: string;

  @ApiProperty({ type: String, example: 'apps' })
  resource_type!: string;

  @ApiProperty(nullableText)
  resource_id!: string | null;

  @ApiProperty(nullableText)
  resource_name!: string | null;

  @ApiProperty({ type: String, example: 'read' })
  action!: string;

  /** Takes a permission apart; `text` is its canonical form. */
  static fromPermission(text: string, { type, scope, action }: Permission, names: ResourceNames): ResolvedPermission {
    const thing = names.find(type, scope);
    const resolved = {
      permission: text,
      resource_type: type,
      resource_id: idOf(scope),
      resource_name: thing?.name ?? null,
      action,
    };
    if (thing !== null) NAMED.set(resolved, thing);
    return resolved;
  }
}

/** A policy, as the API shows it. */
@CastellanSchema('Policy')
export class PolicyAnswer {
  @ApiProperty({ type: String, example: 'pol-01k8z3n5v2f8m6q1w9d4r7t0xb' })
  policy_id!: string;

  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ enum: EFFECTS })
  effect!: Effect;

  @ApiProperty({ type: [String], example: ['apps:*:read'] })
  permissions!: string[];

  @ApiProperty({ type: [ResolvedPermission] })
  resolved_permissions!: ResolvedPermission[];

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ ...nullableText, description: 'The user id of the creator; null for a built-in' })
  created_by!: string | null;

  @ApiManagedBy()
  managed_by!: string | null;

  @ApiPropertyOptional({
    type: String,
    description: 'The role that owns the policy; absent from a shared policy',
  })
  owner_role_id?: string;

  @ApiPropertyOptional({ type: StatementAnswer, description: "The role's statement that the policy was made from" })
  statement?: StatementAnswer;

  /** Shows a row. */
  static fromRow(row: PolicyRow, names: ResourceNames): PolicyAnswer {
    const { policy_id, org_id, name, description, effect, permissions } = row;
    return {
      policy_id,
      org_id,
      name,
      description,
      effect,
      permissions,
      resolved_permissions: permissionsIn(permissions).map((permission, at) =>
        ResolvedPermission.fromPermission(permissions[at] as string, permission, names),
      ),
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
      created_by: row.created_by,
      managed_by: row.managed_by,
      ...(row.owner_role_id !== null && { owner_role_id: row.owner_role_id }),
      ...(row.statement !== null && { statement: StatementAnswer.fromStatement(row.statement) }),
    };
  }
}

/** A page of policies. */
@CastellanSchema('PolicyPage')
export class PolicyPage extends PageAnswer {
  @ApiProperty({ type: [PolicyAnswer] })
  policies!: PolicyAnswer[];
}

function idOf(scope: Scope): string | null {
  if (scope.kind === 'all') return null;
  return scope.kind === 'self' ? formatScope(scope) : scope.id;
}

/** Without the names of things and the creator that the reader may not read. */
export const SHOWN_POLICY: Shown<PolicyAnswer> = {
  show: (policy, reader) => ({
    ...withoutCreator(policy, reader),
    resolved_permissions: policy.resolved_permissions.map((resolved) => {
      const thing = NAMED.get(resolved);
      return thing === undefined || mayRead(reader, thing) ? resolved : { ...resolved, resource_name: null };
    }),
  }),
  object: ({ policy_id: id }) => ({ type: 'policies', id }),
};

/** A page of them. */
export const SHOWN_POLICIES = shownPage('policies', SHOWN_POLICY);

const mayRead = (reader: Reader, { type, id, workspace_id }: NamedThing): boolean =>
  type === 'workspaces'
    ? reader.mayRead('workspaces', id)
    : reader.mayRead('resources', id, [{ type, id }, ...containersIn(workspace_id)]);
