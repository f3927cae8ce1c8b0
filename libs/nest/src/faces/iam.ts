import { Module } from '@nestjs/common';
import { AUDIT } from '../audit/audit.module';
import { CHANGE_SETS } from '../change-sets/change-sets.module';
import { CHECKS } from '../checks/checks.module';
import { HISTORY } from '../history/history.module';
import { MEMBERS } from '../members/members.module';
import { ORGS } from '../orgs/orgs.module';
import { POLICIES } from '../policies/policies.module';
import { RESOURCES } from '../resources/resources.module';
import { ROLES } from '../roles/roles.module';
import { SCHEMA } from '../schema/schema.module';
import { WORKSPACES } from '../workspaces/workspaces.module';
import type { Face } from './face';

@Module({})
class IamApi {}

/** The IAM API: the routes below `/v1/orgs`. */
export const IAM: Face = {
  module: IamApi,
  features: [ORGS, MEMBERS, SCHEMA, POLICIES, ROLES, WORKSPACES, RESOURCES, CHANGE_SETS, HISTORY, AUDIT, CHECKS],
};
