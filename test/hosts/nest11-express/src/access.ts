import { defineSchema } from '@castellan/core';
import type { GuardedCall, Identity } from '@castellan/nest';

export const schema = defineSchema({
  types: {
    invoices: { label: 'Invoices', scope: 'org', actions: { read: { label: 'Read' }, approve: { label: 'Approve' } } },
  },
});

/** Trusts a header, and what the gateway took from the handshake: for the tests only. */
export const identify = ({ headers, user }: GuardedCall): Identity | null =>
  user ?? (headers['x-user'] === undefined ? null : { userId: headers['x-user'] });

/** The organisation of the path, of a header, or of the socket. */
export const organizationFrom = ({ params, headers, client }: GuardedCall): string | null =>
  params['org_id'] ?? headers['x-org'] ?? client?.orgId ?? null;
