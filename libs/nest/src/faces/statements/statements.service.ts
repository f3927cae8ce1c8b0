import type { Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../changes/change';
import type { Sql } from '../../database/database';
import { accepted } from '../../http/accepted';
import { ownedPolicies } from '../../policies/owned-policies.service';
import { StatementAnswer } from '../../policies/statement.answer';
import type { RoleInput } from '../../roles/role-policies.service';
import { RolesService } from '../../roles/roles.service';
import { pageOf } from './next-token';
import { permissionsOf } from './statement-product';
import { CreateStatementRole, UpdateStatementRole } from './statement.dto';
import type { StatementRolesQuery } from './statement.dto';
import { StatementRoleAnswer, type StatementRoleData, type StatementRolePage } from './statement-role.answer';
import { StatementsInput } from './statements-input';

/** Roles as statements, over the same roles and policies: each statement is a policy that its role owns. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly roles: RolesService,
    private readonly input: StatementsInput,
  ) {}

  /** A page of the roles within `scopes`. */
  async page(orgId: string, query: StatementRolesQuery, scopes: Scopes): Promise<StatementRolePage> {
    const { roles, next_cursor: next } = await this.roles.page(orgId, pageOf(orgId, query), scopes);
    const data = roles.map((role) => StatementRoleAnswer.fromRole(role));
    return next === null ? { data } : { data, nextToken: next };
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, roleId: string, sql?: Sql): Promise<StatementRoleData> {
    return { data: StatementRoleAnswer.fromRole(await this.roles.get(orgId, roleId, sql)) };
  }

  /** @throws CastellanError invalid, forbidden, conflict `name_taken`, `limit` */
  async create(actor: Actor, orgId: string, given: CreateStatementRole): Promise<StatementRoleData> {
    const body = accepted(CreateStatementRole, given, this.input);
    const role = await this.roles.create(actor, orgId, { ...inputOf(body), name: body.name });
    return { data: StatementRoleAnswer.fromRole(role) };
  }

  /** @throws CastellanError not-found, precondition-failed, forbidden, conflict `name_taken`, `builtin`, `limit`, `last_admin` */
  async update(actor: Actor, orgId: string, roleId: string, given: UpdateStatementRole): Promise<StatementRoleData> {
    const body = accepted(UpdateStatementRole, given, this.input);
    return { data: StatementRoleAnswer.fromRole(await this.roles.update(actor, orgId, roleId, inputOf(body))) };
  }

  /** @throws CastellanError as update */
  delete(actor: Actor, orgId: string, roleId: string): Promise<void> {
    return this.roles.delete(actor, orgId, roleId);
  }
}

/** The body in the words of face 1. A missing description is shown as "", so "" says that there is none. */
function inputOf({ name, description, policies }: UpdateStatementRole): RoleInput {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description: description === '' ? null : description }),
    ...(policies !== undefined && {
      statements: ownedPolicies(
        policies.map((sent) => StatementAnswer.fromStatement(sent)),
        permissionsOf,
      ),
    }),
  };
}
