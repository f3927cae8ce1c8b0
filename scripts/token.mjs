// Prints a development token, alone on stdout (with `npm run -s`; npm's own banner goes to stdout too).
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: npm run -s token -- --user alice [--groups a,b] [--ttl 1h] [--name "Alice A."] [--email a@b.c]';
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST_DAYS = 365;

try {
  process.stdout.write(`${tokenFor(argumentsOf(process.argv.slice(2)), serverConfig())}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** The service's own configuration, so that one place reads the environment and knows where the secret is. */
function serverConfig() {
  const { loadConfig } = serverRequire()('./config.js');
  const config = loadConfig(process.env);
  if (config.production) throw new Error('NODE_ENV is production: tokens come from your identity provider.');
  if (config.jwt.kind !== 'secret') {
    throw new Error('JWT_JWKS_URI is set: tokens come from that provider. Unset it to use the development secret.');
  }
  return config;
}

function serverRequire() {
  const built = fileURLToPath(new URL('../apps/server/dist/config.js', import.meta.url));
  if (!existsSync(built)) throw new Error('The service is not built yet: run "npm start" or "npm run build" first.');
  return createRequire(built);
}

function argumentsOf(args) {
  const text = { type: 'string' };
  const { user, groups, ttl, name, email } = parsed(args, {
    user: text,
    groups: text,
    ttl: text,
    name: text,
    email: text,
  });
  if (user === undefined) throw new Error(`--user is missing.\n${USAGE}`);
  if (!/^[\x20-\x7e]{1,255}$/.test(user) || user !== user.trim()) {
    throw new Error('--user must be 1 to 255 printable ASCII characters, without a space at either end.');
  }
  if (/^(sa|pm)-/.test(user)) throw new Error('--user must not begin with "sa-" or "pm-": these ids are reserved.');
  return {
    expiresIn: secondsOf(ttl ?? '1h'),
    claims: { sub: user, groups: groups === undefined ? undefined : namesOf(groups), name, email },
  };
}

function parsed(args, options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Error(`${error.message}\n${USAGE}`, { cause: error });
  }
}

function secondsOf(ttl) {
  const [, amount, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(ttl) ?? [];
  const seconds = Number(amount) * SECONDS[unit];
  if (seconds > 0 && seconds <= LONGEST_DAYS * SECONDS.d) return seconds;
  throw new Error(`--ttl must be like 90s, 30m, 1h or 7d, at most ${LONGEST_DAYS}d.`);
}

function namesOf(groups) {
  const names = groups.split(',').map((group) => group.trim());
  return names.filter((group) => group !== '');
}

function tokenFor({ claims, expiresIn }, { jwt, issuer, audience }) {
  const { sign } = serverRequire()('jsonwebtoken');
  const named = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return sign(named, jwt.secret, { algorithm: 'HS256', issuer, audience, expiresIn });
}
