import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config';
import { JwksKeys, type JwksLimits } from './jwks';
import { JwtAuthGuard } from './jwt-auth.guard';
import { JwtStrategy } from './jwt.strategy';
import { secretKey, type KeySource } from './verification-key';

/** What the module needs of the configuration; `jwks` changes the bounds of the key set's cache. */
export interface AuthOptions extends Pick<Config, 'jwt' | 'issuer' | 'audience'> {
  readonly jwks?: Partial<JwksLimits>;
}

/** Authentication by bearer tokens: exports `JwtAuthGuard`, which the app binds. */
@Module({})
export class AuthModule {
  static forRoot(options: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      providers: [
        { provide: JwtStrategy, useFactory: () => new JwtStrategy(keySource(options), options) },
        {
          provide: JwtAuthGuard,
          useFactory: (strategy: JwtStrategy) => new JwtAuthGuard(strategy),
          inject: [JwtStrategy],
        },
      ],
      exports: [JwtAuthGuard],
    };
  }
}

function keySource({ jwt, jwks }: AuthOptions): KeySource {
  return jwt.kind === 'secret' ? secretKey(jwt.secret) : new JwksKeys(jwt.uri, jwks);
}
