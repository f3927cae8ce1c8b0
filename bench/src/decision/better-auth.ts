import { plainly, type Contestant } from './contestant';
import type { Organisation, Role } from './organisation';

const QUESTIONS = 100_000;

/** Better Auth's access control: a thing is a resource of its own, and a member has the role objects in hand. It has no deny. */
export async function betterAuth({ types, actions, roles, members, questions }: Organisation): Promise<Contestant> {
  const { createAccessControl } = await import('better-auth/plugins/access');
  const control = createAccessControl(Object.fromEntries(types.map((type) => [type, actions])));
  const made = roles.map((role) => control.newRole(statementsOf(role) as never));
  const own = members.map((places) => places.map((at) => made[at]!));
  const { member, type, action, id } = questions;
  const count = Math.min(QUESTIONS, questions.count);
  return plainly('Better Auth access control', count, (at) => {
    const thing = id[at]!;
    for (const role of own[member[at]!]!) {
      if (role.authorize({ [type[at]!]: [action[at]!] }).success) return true;
      if (thing !== null && role.authorize({ [`${type[at]!}/${thing}`]: [action[at]!] } as never).success) return true;
    }
    return false;
  });
}

function statementsOf({ policies }: Role): Record<string, string[]> {
  const statements: Record<string, string[]> = {};
  for (const { type, action, id } of policies.flatMap(({ granted }) => granted)) {
    const actions = (statements[id === null ? type : `${type}/${id}`] ??= []);
    if (!actions.includes(action)) actions.push(action);
  }
  return statements;
}
