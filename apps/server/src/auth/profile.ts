const LINE_CHARACTERS = 1024;

/** The text when it is a string of 1 to `most` characters on one line with nothing invisible, else undefined. */
export function lineOf(value: unknown, most = LINE_CHARACTERS): string | undefined {
  if (typeof value !== 'string' || value.trim() === '' || value.length > most) return undefined;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value) ? undefined : value;
}

/** A picture's address when it is http or https, so that no page that shows it runs a `javascript:` one. */
export function avatarOf(value: unknown): string | undefined {
  const line = lineOf(value);
  if (line === undefined || !URL.canParse(line)) return undefined;
  return ['https:', 'http:'].includes(new URL(line).protocol) ? line : undefined;
}
