import { newEnforcer, newModelFromString } from 'casbin';
import { plainly, type Contestant } from './contestant';
import type { Organisation } from './organisation';

const QUESTIONS = 40;

const MODEL = `
[request_definition]
r = sub, type, id, act
[policy_definition]
p = sub, type, id, act, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.type == p.type && r.act == p.act && (p.id == "*" || p.id == r.id) && g(r.sub, p.sub)
`;

/** casbin's synchronous enforcer: members have roles, and roles have policies. */
export async function casbin({ policies, roles, members, questions }: Organisation): Promise<Contestant> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addPolicies(
    unique(
      policies.flatMap(({ policyId, effect, granted }) =>
        granted.map(({ type, action, id }) => [policyId, type, id ?? '*', action, effect]),
      ),
    ),
  );
  await enforcer.addGroupingPolicies([
    ...unique(roles.flatMap(({ roleId, policies: own }) => own.map(({ policyId }) => [roleId, policyId]))),
    ...members.flatMap((own, at) => own.map((role) => [`user-${at}`, `rl-${role}`])),
  ]);
  const { member, type, action, id } = questions;
  return plainly('casbin, enforceSync', Math.min(QUESTIONS, questions.count), (at) =>
    enforcer.enforceSync(`user-${member[at]}`, type[at], id[at] ?? '', action[at]),
  );
}

const unique = (rules: string[][]): string[][] => [...new Map(rules.map((rule) => [rule.join(' '), rule])).values()];
