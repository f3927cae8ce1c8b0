import { Injectable } from '@nestjs/common';
import { PastPoliciesService } from '../policies/past-policies.service';
import { PoliciesService } from '../policies/policies.service';
import { PastRolesService } from '../roles/past-roles.service';
import { RolesService } from '../roles/roles.service';

/** Policies and roles as they are and as they were. */
@Injectable()
export class Restorables {
  constructor(
    readonly policies: PoliciesService,
    readonly roles: RolesService,
    readonly pastPolicies: PastPoliciesService,
    readonly pastRoles: PastRolesService,
  ) {}
}
