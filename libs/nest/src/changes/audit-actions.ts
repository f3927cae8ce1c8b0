/** Every action that the audit log can name, as `kind.verb`: types, OpenAPI and the tests are made from this list. */
export const AUDIT_ACTIONS = [
  ...(['org.create', 'org.update', 'org.recover', 'schema.update'] as const),
  ...(['policy.create', 'policy.update', 'policy.delete'] as const),
  ...(['role.create', 'role.update', 'role.delete', 'role.members'] as const),
  ...(['member.assign', 'member.update', 'member.remove', 'member.sso'] as const),
  ...(['member.role.assign', 'member.role.take'] as const),
  ...(['workspace.create', 'workspace.update', 'workspace.delete'] as const),
  ...(['resource.create', 'resource.update', 'resource.delete'] as const),
] as const;

/** The name of a change in the audit log. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
