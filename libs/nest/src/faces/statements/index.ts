export type { Access } from '../../access/access';
export type { Stamps } from '../../access/sources/grants-source';
export type { Actor, Authority } from '../../changes/change';
export type { ClientAnswer, LentClient, TransactionClient } from '../../changes/lent-client';
export type { StatementAnswer } from '../../policies/statement.answer';
export type { StatementRoleAnswer, StatementRoleData, StatementRolePage } from './statement-role.answer';
export { CreateStatementRole, StatementInput, StatementRolesQuery, UpdateStatementRole } from './statement.dto';
export { StatementsModule } from './statements.module';
export { StatementsService } from './statements.service';
