/** A revision of an organisation, and the epoch of the database that it is of. */
export interface Revision {
  readonly epoch: number;
  readonly revision: number;
}

/** As headers, bodies and queries say it: `<epoch>.<revision>`. */
export const formatRevision = ({ epoch, revision }: Revision): string => `${epoch}.${revision}`;

const FORM = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/;

/** Reads one; null for anything that `formatRevision` never writes. */
export function parseRevision(text: unknown): Revision | null {
  const [, epoch, revision] = typeof text === 'string' ? (FORM.exec(text) ?? []) : [];
  return epoch === undefined || revision === undefined ? null : { epoch: Number(epoch), revision: Number(revision) };
}
