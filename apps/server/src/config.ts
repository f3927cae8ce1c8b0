import { resolve } from 'node:path';
import { developmentSecret } from './config/development-secret';
import { ConfigError, Environment } from './config/environment';
import {
  databaseUrl,
  flag,
  logLevel,
  orgId,
  port,
  rateLimit,
  secret,
  trustProxy,
  userId,
  userIds,
  visibleAscii,
  type LogLevel,
} from './config/parsers';
import { isLoopback, jwksUri } from './config/jwks-uri';

/** Where the keys that verify tokens come from: one shared secret (HS256), or a provider's key set (RS256, ES256, EdDSA). */
export type JwtKeys =
  { readonly kind: 'secret'; readonly secret: string } | { readonly kind: 'jwks'; readonly uri: string };

/** The organisation and its first administrator, made at start when absent. */
export interface Bootstrap {
  readonly org: string;
  readonly admin: string;
}

/** What the service is told from outside; nothing else reads the environment. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl?: string;
  /** Absolute path. */
  readonly dataDir: string;
  readonly jwt: JwtKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly operators: readonly string[];
  readonly bootstrap?: Bootstrap;
  readonly schemaFile?: string;
  /** Takes stored grants out that the schema has no more, instead of refusing to start. */
  readonly retireGrants?: boolean;
  readonly auditKey?: string;
  /** As Fastify's `trustProxy`: everyone, a number of hops, or addresses. */
  readonly trustProxy?: boolean | number | readonly string[];
  /** Requests a minute of one caller; undefined is no limit. */
  readonly rateLimit?: number;
  readonly logLevel: LogLevel;
}

const DEFAULT_RATE_LIMIT = 6_000;

/** Reads the environment; throws one `ConfigError` that lists every mistake. Pure, but for the development secret. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = new Environment(env);
  const production = env.NODE_ENV?.trim().toLowerCase() === 'production';
  read.text('NODE_ENV');
  const keys = jwtKeys(read, production);
  const config = {
    production,
    port: read.parsed('PORT', port) ?? 3000,
    host: read.parsed('HOST', visibleAscii) ?? '127.0.0.1',
    databaseUrl: read.parsed('DATABASE_URL', databaseUrl),
    dataDir: resolve(read.text('DATA_DIR') ?? '.data'),
    issuer: identityOf(read, 'JWT_ISSUER', production ? undefined : 'castellan-dev'),
    audience: identityOf(read, 'JWT_AUDIENCE', production ? undefined : 'castellan'),
    operators: read.parsed('OPERATORS', userIds) ?? [],
    bootstrap: bootstrap(read, production),
    schemaFile: read.text('SCHEMA_FILE'),
    retireGrants: read.parsed('RETIRE_GRANTS', flag) ?? false,
    auditKey: read.parsed('AUDIT_KEY', secret),
    trustProxy: read.parsed('TRUST_PROXY', trustProxy),
    rateLimit: rateLimitOf(read),
    logLevel: read.parsed('LOG_LEVEL', logLevel) ?? 'info',
  };
  read.throwMistakes();
  return { ...config, jwt: keys ?? { kind: 'secret', secret: developmentSecret(config.dataDir) } };
}

/** Off where only this machine can call. */
function rateLimitOf(read: Environment): number | undefined {
  const host = read.text('HOST') ?? '127.0.0.1';
  const said = read.parsed('RATE_LIMIT', rateLimit);
  if (said === undefined) return isLoopback(host) ? undefined : DEFAULT_RATE_LIMIT;
  return said === 'off' ? undefined : said;
}

/** The keys that are named; undefined where the development secret is to serve. */
function jwtKeys(read: Environment, production: boolean): JwtKeys | undefined {
  const shared = read.parsed('JWT_SECRET', secret);
  const uri = read.parsed('JWT_JWKS_URI', jwksUri);
  if (read.has('JWT_SECRET') && read.has('JWT_JWKS_URI')) {
    read.mistake('JWT_SECRET', 'is set together with JWT_JWKS_URI: keep the one whose keys sign your tokens');
  } else if (production && !read.has('JWT_SECRET') && !read.has('JWT_JWKS_URI')) {
    read.mistake('JWT_JWKS_URI', "is required in production: set it to your provider's key set, or set JWT_SECRET");
  }
  if (uri !== undefined) return { kind: 'jwks', uri };
  return shared === undefined ? undefined : { kind: 'secret', secret: shared };
}

function identityOf(read: Environment, name: 'JWT_ISSUER' | 'JWT_AUDIENCE', fallback: string | undefined): string {
  const value = read.text(name) ?? fallback;
  if (value === undefined && !read.has(name)) {
    const claim = name === 'JWT_ISSUER' ? 'iss' : 'aud';
    read.mistake(name, `is required in production: set it to the "${claim}" that your provider writes into its tokens`);
  }
  return value ?? '';
}

function bootstrap(read: Environment, production: boolean): Bootstrap | undefined {
  const org = read.parsed('BOOTSTRAP_ORG', orgId) ?? (production ? undefined : 'acme');
  const admin = read.parsed('BOOTSTRAP_ADMIN', userId) ?? (production ? undefined : 'alice');
  if (production && read.has('BOOTSTRAP_ORG') !== read.has('BOOTSTRAP_ADMIN')) {
    const [missing, present] = read.has('BOOTSTRAP_ORG')
      ? ['BOOTSTRAP_ADMIN', 'BOOTSTRAP_ORG']
      : ['BOOTSTRAP_ORG', 'BOOTSTRAP_ADMIN'];
    read.mistake(missing, `is required with ${present} in production: set both or neither`);
  }
  return org !== undefined && admin !== undefined ? { org, admin } : undefined;
}

export { ConfigError, type LogLevel };
