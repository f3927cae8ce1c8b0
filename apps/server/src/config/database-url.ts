import type { Parsed } from './environment';

const FORM = 'postgres://user:password@host:5432/database';

/** A PostgreSQL URL. The mistake never repeats any of the value, which holds a password. */
export function databaseUrl(value: string): Parsed<string> {
  if (!/^postgres(ql)?:\/\//.test(value)) {
    return { mistake: `is not a PostgreSQL URL: use ${FORM}, or unset it for the embedded one` };
  }
  if (hasUnencodedPassword(value)) {
    return {
      mistake:
        'has a user or password with characters that must be encoded: use %23 for #, %2F for /, %3F for ?, %25 for %',
    };
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) return { mistake: `is not a PostgreSQL URL: use ${FORM}` };
  if (url.hostname === '' && !url.searchParams.has('host')) return { mistake: `names no host: use ${FORM}` };
  return { value };
}

/**
 * Whether "@" stands behind what would be the server's name, or a "%" before it encodes nothing: a password with one of
 * `/ ? # %` in it cuts the address short, and what is left of it may name another server.
 */
function hasUnencodedPassword(value: string): boolean {
  const rest = value.slice(value.indexOf('://') + 3);
  const end = rest.search(/[/?#]/);
  const [authority, behind] = end === -1 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
  const at = authority.lastIndexOf('@');
  const cut = behind.slice(0, Math.max(behind.lastIndexOf('@'), 0));
  // An option's value may hold an "@".
  const isCut = cut !== '' && !/^[^#]*\?[^#]*=/.test(cut);
  return isCut || /%(?![0-9A-Fa-f]{2})/.test(authority.slice(0, Math.max(at, 0)));
}
