export { DatabaseModule } from './database/database.module';
export { ErrorFilter } from './errors/error.filter';
export { failureOf, failureOfStatus, type Failure } from './errors/failure';
export { iamErrorBody } from './errors/iam-format';
export { BATCH_LIMIT } from './http/body';
export { IamModule } from './iam.module';
export { PoliciesService } from './policies/policies.service';
export { RolesService } from './roles/roles.service';
