/** What the log says an organisation is, in the form in which `stored` reads it from the tables. */
export interface State {
  org: any;
  readonly policies: Map<string, any>;
  readonly roles: Map<string, any>;
  readonly members: Map<string, any>;
  readonly workspaces: Map<string, any>;
  readonly resources: Map<string, any>;
}

/** The state that the entries of a log lead to, oldest first, from nothing. */
export function replay(entries: readonly any[]): State {
  const [policies, roles, members, workspaces, resources] = Array.from({ length: 5 }, () => new Map<string, any>());
  const state = { org: null, policies, roles, members, workspaces, resources } as State;
  for (const entry of entries) {
    const apply = APPLY[entry.target.type === 'members' ? 'member' : entry.action.split('.')[0]];
    if (apply === undefined) throw new Error(`The log has the unknown action ${entry.action}`);
    apply(state, entry);
  }
  return state;
}

const APPLY: Record<string, (state: State, entry: any) => void> = {
  org(state, { after: { builtins, ...after } }) {
    state.org = { ...state.org, ...after };
    if (builtins !== undefined) install(state, builtins);
  },
  schema: (state, { after }) => install(state, after.builtins),
  policy(state, { target, after }) {
    if (after === null) dropPolicy(state, target.id);
    else state.policies.set(target.id, policyOf(after, false));
  },
  role(state, { target, after }) {
    if (after === null) dropRole(state, target.id);
    else state.roles.set(target.id, roleOf(after, state.roles.get(target.id)?.builtin ?? false));
  },
  member(state, { target, actor, after }) {
    const had = new Map(state.members.get(target.id)?.assignments.map((held: any) => [keyOf(held), held.created_by]));
    if (after === null) state.members.delete(target.id);
    else {
      // What did not fit is told beside the member, and is no part of it.
      const { left_out: _, left_out_total: __, ...member } = after;
      const assignments = member.assignments.map((held: any) => ({
        ...held,
        created_by: had.get(keyOf(held)) ?? actor.id,
      }));
      state.members.set(target.id, { ...member, assignments });
    }
  },
  workspace: ({ workspaces }, { target, after }) => put(workspaces, target.id, after),
  resource: ({ resources }, { target, after }) => put(resources, `${target.type}/${target.id}`, after),
};

const put = (map: Map<string, any>, id: string, after: any): void => {
  if (after === null) map.delete(id);
  else map.set(id, after);
};

const keyOf = ({ role_id, scope, origin }: any): string => JSON.stringify([role_id, scope, origin]);

/** Puts these built-ins in the place of those that are there. */
function install(state: State, { policies, roles }: any): void {
  for (const [id, { builtin }] of state.roles) {
    if (builtin && !roles.some(({ role_id }: any) => role_id === id)) dropRole(state, id);
  }
  for (const [id, { builtin }] of state.policies) {
    if (builtin && !policies.some(({ policy_id }: any) => policy_id === id)) dropPolicy(state, id);
  }
  for (const policy of policies) state.policies.set(policy.policy_id, policyOf(policy, true));
  for (const role of roles) {
    state.roles.set(role.role_id, roleOf({ is_default: false, sso_group_names: [], ...role }, true));
  }
}

// A policy that is deleted is attached to nothing.
function dropPolicy({ policies, roles }: State, id: string): void {
  policies.delete(id);
  for (const role of roles.values()) role.policy_ids = role.policy_ids.filter((other: string) => other !== id);
}

// A role that is deleted is held by nobody.
function dropRole({ roles, members }: State, id: string): void {
  roles.delete(id);
  for (const member of members.values()) {
    member.assignments = member.assignments.filter(({ role_id }: any) => role_id !== id);
  }
}

const policyOf = (policy: any, builtin: boolean): object => {
  const { name, description, effect, permissions, created_at, updated_at, created_by = null } = policy;
  const { managed_by = null } = policy;
  const { owner_role_id = null, statement = null } = policy;
  const own = { owner_role_id, statement };
  return { name, description, effect, permissions, builtin, created_at, updated_at, created_by, managed_by, ...own };
};

const roleOf = (role: any, builtin: boolean): object => {
  const {
    name,
    description,
    is_default,
    policy_ids,
    sso_group_names,
    created_at,
    updated_at,
    created_by = null,
    managed_by = null,
  } = role;
  return {
    name,
    description,
    is_default,
    policy_ids,
    sso_group_names,
    builtin,
    created_at,
    updated_at,
    created_by,
    managed_by,
  };
};
