import { valueError } from '@castellan/core';
import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { nested } from '../http/to-dto';
import { displayName, identifier, newUserId, nullable, orgId, text, type Rule } from '../http/rules';

/** The body of `POST orgs`. */
@CastellanSchema()
export class CreateOrg {
  @ApiProperty({ type: String, pattern: '^[a-z0-9][a-z0-9._-]{0,62}$', example: 'globex' })
  @Field(orgId)
  org_id!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 128, example: 'Globex' })
  @Field(displayName)
  name!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'alice' })
  @Field(newUserId)
  admin_user_id!: string;
}

/** The body of `POST orgs/{org_id}/recovery`. */
@CastellanSchema()
export class RecoverOrg {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'alice' })
  @Field(newUserId)
  user_id!: string;
}

/** Claims about a person (OpenID Connect Core 1.0, 5.1), which users can often change themselves. */
const PROFILE_CLAIMS = new Set([
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture'],
  ...['website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number'],
  ...['phone_number_verified', 'address', 'updated_at'],
]);

/** The claim that says which tenant a token is of. */
const tenantClaim: Rule = (value) => {
  const issues = identifier(value);
  if (issues.length > 0 || !PROFILE_CLAIMS.has(value as string)) return issues;
  return [
    valueError(
      [],
      'is a profile claim, which users may be able to change: name a claim that the issuer controls',
      value,
    ),
  ];
};

/** Whose tokens may name groups that count here: those of `issuer` with `value` in `claim`. */
@CastellanSchema()
export class SsoConnection {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'https://login.acme.example' })
  @Field(identifier)
  issuer!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'tenant' })
  @Field(tenantClaim)
  claim!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'acme' })
  @Field(text({ min: 1, max: 255 }))
  value!: string;
}

/** The body of `PUT orgs/{org_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateOrg {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 128 })
  @Field(displayName, { optional: true })
  name?: string;

  @ApiProperty({
    type: () => SsoConnection,
    required: false,
    nullable: true,
    description: 'Whose tokens may name groups; null removes the connection',
  })
  @Field(nullable(nested(SsoConnection)), { optional: true })
  sso_connection?: SsoConnection | null;
}
