/** Every reason of a decision; `granted` is the only one that allows. */
export const DECISION_REASONS = [
  'granted',
  'denied',
  'no-grant',
  'context-missing',
  'unknown-permission',
  'suspended',
  'groups-overflow',
  'not-a-member',
] as const;

/** Why a decision is what it is. */
export type Reason = (typeof DECISION_REASONS)[number];

/** What to do about each reason of a 403, in words for the caller; each reason has a row in docs/errors.md. */
export const REFUSAL_HINTS = {
  'no-grant': 'None of your roles grants this permission here. Ask an admin of the organisation for a role that does.',
  denied:
    'A policy with the effect deny applies, and no other role can lift it. Ask an admin to change that policy or to revoke its role.',
  'context-missing':
    'A deny could apply, because the container of the object is not known. Register the object, or give its container.',
  'unknown-permission': 'The permission schema does not have this permission. Check it for a typo.',
  suspended: 'Your membership is suspended. Ask an admin of the organisation to make it active.',
  'groups-overflow':
    'More roles that deny are mapped to your directory groups than a member can have. Ask an admin to change the mapping.',
  'not-a-member':
    'You are not a member of an organisation with this id. Check the id, or ask an admin to add you to the organisation.',
  escalation:
    'You can grant or revoke only rights that you hold yourself. Ask a member who holds the missing rights to make this change.',
  'platform-admins-only': 'Only platform admins may do this. Ask whoever runs the service.',
  'organisation-mismatch':
    'The request was authorised in one organisation and would change another one. Name the same organisation in both places.',
} as const satisfies Readonly<Record<string, string>>;

/** Why a request is refused (403). */
export type RefusalReason = keyof typeof REFUSAL_HINTS;

/** Every reason of a 403. */
export const REFUSAL_REASONS = Object.keys(REFUSAL_HINTS) as readonly RefusalReason[];
