import { resolve } from 'node:path';
import type { PermissionSchema } from '@castellan/core';
import { databaseUrl } from './config/database-url';
import { developmentSecret } from './config/development-secret';
import { ConfigError, Environment } from './config/environment';
import {
  flag,
  logLevel,
  nodeEnv,
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
import { schemaFile } from './schema-file';

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
  /** The embedded database in `dataDir` serves when it is left out. */
  readonly databaseUrl?: string;
  /** Absolute path. */
  readonly dataDir: string;
  readonly jwt: JwtKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly platformAdmins: readonly string[];
  readonly bootstrap?: Bootstrap;
  /** The deployment's own permission schema, in place of the default one. */
  readonly schema?: PermissionSchema;
  /** Takes stored grants out that the schema has no more, instead of refusing to start. */
  readonly retireGrants?: boolean;
  readonly auditKey?: string;
  /** As Fastify's `trustProxy`: everyone, a number of hops, or addresses. */
  readonly trustProxy?: boolean | number | readonly string[];
  /** Requests a minute of one caller; undefined is no limit. */
  readonly rateLimit?: number;
  readonly logLevel: LogLevel;
  /** The log is short lines for people, not JSON. */
  readonly readableLog?: boolean;
}

const DEFAULT_RATE_LIMIT = 6_000;
/** Settings that a file may hold. */
const SECRETS = ['DATABASE_URL', 'JWT_SECRET', 'AUDIT_KEY'];

/**
 * Reads the environment and the files that it names, and makes the development secret where one is needed.
 * @param said settings of the command line, which stand over those of the environment
 * @throws ConfigError that lists every mistake of all of it
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, said: Readonly<Record<string, string>> = {}): Config {
  const read = new Environment({ ...env, ...said }, SECRETS);
  const production = isProduction(read);
  const keys = jwtKeys(read, production);
  const config = {
    production,
    port: read.parsed('PORT', port) ?? 3000,
    host: read.parsed('HOST', visibleAscii) ?? '127.0.0.1',
    databaseUrl: databaseOf(read, production),
    dataDir: resolve(read.text('DATA_DIR') ?? '.data'),
    issuer: identityOf(read, 'JWT_ISSUER', production ? undefined : 'castellan-dev'),
    audience: identityOf(read, 'JWT_AUDIENCE', production ? undefined : 'castellan'),
    platformAdmins: read.parsed('PLATFORM_ADMINS', userIds) ?? [],
    bootstrap: bootstrap(read, production),
    schema: read.parsed('SCHEMA_FILE', schemaFile),
    retireGrants: read.parsed('RETIRE_GRANTS', flag) ?? false,
    auditKey: read.parsed('AUDIT_KEY', secret),
    trustProxy: read.parsed('TRUST_PROXY', trustProxy),
    rateLimit: rateLimitOf(read),
    logLevel: read.parsed('LOG_LEVEL', logLevel) ?? 'info',
  };
  read.reportMisspellings();
  read.throwMistakes();
  return { ...config, jwt: keys ?? { kind: 'secret', secret: developmentSecret(config.dataDir) } };
}

/** A word that begins like production is refused; what production needs besides is told together with that. */
function isProduction(read: Environment): boolean {
  const said = read.parsed('NODE_ENV', nodeEnv);
  return said === 'production' || (said === undefined && /^\s*prod/i.test(read.text('NODE_ENV') ?? ''));
}

/** The server, or undefined for the embedded database: in production only when that is said to be meant. */
function databaseOf(read: Environment, production: boolean): string | undefined {
  const url = read.parsed('DATABASE_URL', databaseUrl);
  const embedded = read.parsed('EMBEDDED_DATABASE', flag);
  if (read.has('DATABASE_URL')) {
    if (embedded) read.mistake('EMBEDDED_DATABASE', 'is true together with DATABASE_URL: keep the one that is meant');
  } else if (embedded === false || (production && !read.has('EMBEDDED_DATABASE'))) {
    const why = production ? 'is required in production' : 'is required with EMBEDDED_DATABASE=false';
    read.mistake('DATABASE_URL', `${why}: set it, or set EMBEDDED_DATABASE=true if the embedded database is meant`);
  }
  return url;
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
