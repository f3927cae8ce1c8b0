import { PassportStrategy } from '@nestjs/passport';
import { BearerStrategy } from './bearer.strategy';
import { checkClaims, type Expected } from './claims';
import { identityOf, type Identity } from './identity';
import type { KeySource } from './keys';

/** Turns a bearer token into an `Identity`; registers itself with passport under its `name`. */
export class JwtStrategy extends PassportStrategy(BearerStrategy) {
  constructor(
    keys: KeySource,
    private readonly expected: Expected,
  ) {
    super(keys, expected);
  }

  validate(payload: Record<string, unknown>): Identity {
    return identityOf(checkClaims(payload, this.expected));
  }
}
