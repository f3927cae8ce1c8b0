import { PassportStrategy } from '@nestjs/passport';
import { BearerStrategy } from './bearer.strategy';
import { checkClaims, type Expected } from './claims';
import { identityOf, type TokenIdentity } from './identity';
import type { KeySource } from './verification-key';

/** Turns a bearer token into an `Identity`; registers itself with passport under its `name`. */
export class JwtStrategy extends PassportStrategy(BearerStrategy) {
  constructor(
    keys: KeySource,
    private readonly expected: Expected,
  ) {
    super(keys, expected);
  }

  validate(payload: Record<string, unknown>): TokenIdentity {
    return identityOf(checkClaims(payload, this.expected));
  }
}
