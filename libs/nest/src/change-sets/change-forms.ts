import { valueError, type Issue } from '@castellan/core';
import { isRecord, within } from '../http/rules';
import type { Kind, Operation } from './change-set.dto';

/** Which properties a change has beside `op` and `kind`. */
interface Form {
  readonly needs: readonly string[];
  readonly takes?: readonly string[];
  /** The object is named by its id or by its name. */
  readonly isNamed?: true;
}

const NAMED: Partial<Record<Operation, Form>> = {
  create: { needs: [], takes: ['id', 'name', 'body'] },
  update: { needs: [], takes: ['body', 'adopt'], isNamed: true },
  delete: { needs: [], isNamed: true },
};

const FORMS: Readonly<Record<Kind, Partial<Record<Operation, Form>>>> = {
  policy: NAMED,
  role: NAMED,
  workspace: NAMED,
  resource: {
    create: { needs: ['resource_type', 'id', 'body'] },
    update: { needs: ['resource_type', 'id', 'body'] },
    delete: { needs: ['resource_type', 'id'] },
  },
  member: { update: { needs: ['id', 'body'] }, delete: { needs: ['id'] } },
  assignment: {
    assign: { needs: ['user_id', 'role'], takes: ['scope', 'expires_at', 'reason', 'adopt'] },
    unassign: { needs: ['user_id', 'role'], takes: ['scope'] },
  },
};

/** What one change says that its kind and operation do not have, or lacks that they need. */
export function formIssues(change: Readonly<Record<string, unknown>>): Issue[] {
  const { op, kind } = change as { readonly op: Operation; readonly kind: Kind };
  const forms = Object.hasOwn(FORMS, kind) ? FORMS[kind] : {};
  const form = Object.hasOwn(forms, op) ? forms[op] : undefined;
  if (form === undefined) {
    return [valueError(['op'], `must be one of: ${Object.keys(forms).join(', ')}`, op)];
  }
  const { needs, takes = [], isNamed } = form;
  const known = new Set(['op', 'kind', ...needs, ...takes, ...(isNamed ? ['id', 'name'] : [])]);
  const missing = needs.filter((name) => change[name] === undefined);
  const extra = Object.keys(change).filter((name) => !known.has(name) && change[name] !== undefined);
  return [
    ...missing.map((name): Issue => ({ type: 'missing', loc: [name], msg: 'Field required', input: change })),
    ...(isNamed ? referenceIssues(change) : []),
    ...(kind === 'assignment' && isRecord(change['role']) ? within('role', referenceIssues(change['role'])) : []),
    ...(op === 'create' && kind !== 'workspace' && kind !== 'resource' && change['id'] !== undefined
      ? [valueError(['id'], 'is generated', change['id'])]
      : []),
    ...extra.map((name) => valueError([name], `has no meaning for ${op} of a ${kind}`, change[name])),
  ];
}

/** The mistakes of a reference, which has an id or a name. */
export function referenceIssues(reference: Readonly<Record<string, unknown>>): Issue[] {
  const { id, name } = reference;
  if (id !== undefined && name !== undefined) return [valueError(['name'], 'must not be given together with id', name)];
  if (id !== undefined || name !== undefined) return [];
  return [{ type: 'missing', loc: ['id'], msg: 'Field required', input: reference }];
}
