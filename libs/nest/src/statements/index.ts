export type { StatementRoleData, StatementRolePage } from './statement-role.answer';
export { CreateStatementRole, StatementRolesQuery, UpdateStatementRole } from './statement.dto';
export { StatementsModule } from './statements.module';
export { StatementsService } from './statements.service';
