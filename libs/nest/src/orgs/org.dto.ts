import { valueError } from '@castellan/core';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { nested } from '../http/to-dto';
import { describedAs, displayName, identifier, newUserId, nullable, orgId, text, type Rule } from '../http/rules';

/** The body of `POST orgs`. */
@CastellanSchema()
export class CreateOrg {
  @Field(orgId, { api: { example: 'globex' } })
  org_id!: string;

  @Field(displayName, { api: { example: 'Globex' } })
  name!: string;

  @Field(newUserId, { api: { example: 'alice' } })
  admin_user_id!: string;
}

/** The body of `POST orgs/{org_id}/recovery`. */
@CastellanSchema()
export class RecoverOrg {
  @Field(newUserId, { api: { example: 'alice' } })
  user_id!: string;
}

/** Claims about a person (OpenID Connect Core 1.0, 5.1), which users can often change themselves. */
const PROFILE_CLAIMS = new Set([
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
]);

/** The claim that says which tenant a token is of. */
const tenantClaim: Rule = describedAs(identifier, (value) => {
  const issues = identifier(value);
  if (issues.length > 0 || !PROFILE_CLAIMS.has(value as string)) return issues;
  return [
    valueError(
      [],
      'is a profile claim, which users may be able to change: name a claim that the issuer controls',
      value,
    ),
  ];
});

/** Whose tokens may name groups that count here: those of `issuer` with `value` in `claim`. */
@CastellanSchema()
export class SsoConnection {
  @Field(identifier, { api: { example: 'https://login.acme.example' } })
  issuer!: string;

  @Field(tenantClaim, { api: { example: 'tenant' } })
  claim!: string;

  @Field(text({ min: 1, max: 255 }), { api: { example: 'acme' } })
  value!: string;
}

/** The body of `PUT orgs/{org_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateOrg {
  @Field(displayName, { optional: true })
  name?: string;

  @Field(nullable(nested(SsoConnection)), {
    optional: true,
    api: { description: 'Whose tokens may name groups; null removes the connection' },
  })
  sso_connection?: SsoConnection | null;
}
