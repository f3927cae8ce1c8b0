import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './environment';

/** The secret of a development machine, 32 random bytes in hex, made once in `dataDir`; throws `ConfigError`. */
export function developmentSecret(dataDir: string): string {
  const file = join(dataDir, 'dev-secret');
  try {
    return checked(file, read(file) ?? create(dataDir, file));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([
      `DATA_DIR cannot keep the development secret (${String(error)}): make it writable or set JWT_SECRET`,
    ]);
  }
}

// A link appears with its whole content or fails because the name is taken, so that of two processes that start
// together one wins and both read the winner's secret; an exclusive open would show the loser an empty file.
function create(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function checked(file: string, content: string): string {
  const secret = content.trim();
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw new ConfigError([`DATA_DIR holds a damaged secret: delete ${file}, and a new one is made`]);
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
