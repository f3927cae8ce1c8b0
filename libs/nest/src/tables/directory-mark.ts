/**
 * How far a member's directory groups count: `whole`; `truncated` (some roles did not fit); `overflow` (the roles that deny
 * did not fit, so the member is denied access); `last_admin` (left as they were, because they would have ended the last
 * Admin); `denies` (only what they deny, after a removed member was added again); `off` (not at all, after a recovery).
 */
export const DIRECTORY_MARKS = ['whole', 'truncated', 'overflow', 'last_admin', 'denies', 'off'] as const;

/** One of `DIRECTORY_MARKS`. */
export type DirectoryMark = (typeof DIRECTORY_MARKS)[number];
