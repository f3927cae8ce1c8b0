import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { description, displayName, flag, identifier, listOf } from '../http/rules';
import { groupName } from './group-name';

/** The most policies, and the most SSO groups, of a role. */
export const MOST_POLICIES_OF_ROLE = 100;
export const MOST_GROUPS_OF_ROLE = 100;

const policyIds = listOf(identifier, { max: MOST_POLICIES_OF_ROLE });
const groupNames = listOf(groupName, { max: MOST_GROUPS_OF_ROLE });

const NAME: ApiPropertyOptions = { type: String, minLength: 1, maxLength: 128 };
const DESCRIPTION: ApiPropertyOptions = { type: String, nullable: true, maxLength: 1024 };
const POLICY_IDS: ApiPropertyOptions = { type: String, isArray: true, maxItems: MOST_POLICIES_OF_ROLE };
const DEFAULT: ApiPropertyOptions = { type: Boolean, description: 'Whether new members get the role when they join' };
const GROUPS: ApiPropertyOptions = {
  type: String,
  isArray: true,
  maxItems: MOST_GROUPS_OF_ROLE,
  description: "Groups of the organisation's SSO connection whose members get the role",
};

/** The body of `POST roles`. */
@CastellanSchema()
export class CreateRole {
  @ApiProperty(NAME)
  @Field(displayName)
  name!: string;

  @ApiPropertyOptional(DESCRIPTION)
  @Field(description, { optional: true })
  description?: string | null;

  @ApiPropertyOptional(POLICY_IDS)
  @Field(policyIds, { optional: true })
  policy_ids?: string[];

  @ApiPropertyOptional(DEFAULT)
  @Field(flag, { optional: true })
  is_default?: boolean;

  @ApiPropertyOptional(GROUPS)
  @Field(groupNames, { optional: true })
  sso_group_names?: string[];
}

/** The body of `PUT roles/{role_id}`: what is named is changed, lists are replaced, the rest stays. */
@CastellanSchema()
export class UpdateRole {
  @ApiPropertyOptional(NAME)
  @Field(displayName, { optional: true })
  name?: string;

  @ApiPropertyOptional(DESCRIPTION)
  @Field(description, { optional: true })
  description?: string | null;

  @ApiPropertyOptional(POLICY_IDS)
  @Field(policyIds, { optional: true })
  policy_ids?: string[];

  @ApiPropertyOptional(DEFAULT)
  @Field(flag, { optional: true })
  is_default?: boolean;

  @ApiPropertyOptional(GROUPS)
  @Field(groupNames, { optional: true })
  sso_group_names?: string[];
}
