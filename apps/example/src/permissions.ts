import { defineSchema } from '@castellan/core';
import { permissionDecorator } from '@castellan/nest';

/** What can be granted in this application. */
export const schema = defineSchema({
  types: {
    invoices: {
      label: 'Invoices',
      scope: 'workspace',
      actions: { read: { label: 'Read' }, approve: { label: 'Approve', implies: ['read'] } },
    },
  },
  policies: [{ id: 'pol-clerk', name: 'Clerk', permissions: ['invoices:*:read'] }],
  roles: [{ id: 'rl-clerk', name: 'Clerk', policies: ['pol-clerk'] }],
});

/** Asks for a permission of that schema: a typo does not compile. */
export const RequirePermission = permissionDecorator(schema);
