import { CastellanSchema } from '../http/castellan-schema';
import { changesOf, Field } from '../http/field';
import { description, displayName, flag, identifier, listOf } from '../http/rules';
import { groupName } from './group-name';

/** The most policies, and the most SSO groups, of a role. */
export const MOST_POLICIES_OF_ROLE = 100;
export const MOST_GROUPS_OF_ROLE = 100;

/** The body of `POST roles`. */
@CastellanSchema()
export class CreateRole {
  @Field(displayName)
  name!: string;

  @Field(description, { optional: true })
  description?: string | null;

  @Field(listOf(identifier, { max: MOST_POLICIES_OF_ROLE }), { optional: true })
  policy_ids?: string[];

  @Field(flag, { optional: true, api: { description: 'Whether new members get the role when they join' } })
  is_default?: boolean;

  @Field(listOf(groupName, { max: MOST_GROUPS_OF_ROLE }), {
    optional: true,
    api: { description: "Groups of the organisation's SSO connection whose members get the role" },
  })
  sso_group_names?: string[];
}

/** The body of `PUT roles/{role_id}`: what is named is changed, lists are replaced, the rest stays. */
@CastellanSchema()
export class UpdateRole extends changesOf(CreateRole) {}
