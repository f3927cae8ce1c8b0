import { defineSchema } from '@castellan/core';
import type { GuardedCall, Identity } from '@castellan/nest';

export const schema = defineSchema({
  types: {
    invoices: { label: 'Invoices', scope: 'org', actions: { read: { label: 'Read' }, approve: { label: 'Approve' } } },
  },
});

/** Trusts a header and what a message says of its sender: for the tests only. */
export function identify({ headers, payload }: GuardedCall): Identity | null {
  const userId: string | undefined = headers['x-user'] ?? payload?.user;
  return userId === undefined ? null : { userId };
}

/** The organisation of the path, or of a message. */
export const organizationFrom = ({ params, payload }: GuardedCall): string | null =>
  params['org_id'] ?? payload?.org ?? null;
