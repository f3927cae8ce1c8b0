// The checkout that the scripts work in. Only Node's own modules here: scripts run before anything is installed.
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The content of a JSON file. */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Ends the process with one sentence on stderr. */
export function fail(message, code = 1) {
  process.stderr.write(`castellan: ${message}\n`);
  process.exit(code);
}

/** A stamp spares work next time; a checkout that we may not write to still runs. */
export function stamp(path, content, time) {
  try {
    writeFileSync(path, content);
    if (time) utimesSync(path, time, time);
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}
