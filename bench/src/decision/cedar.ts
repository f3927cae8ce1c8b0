import { preparsePolicySet, statefulIsAuthorized, type EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import { plainly, type Contestant } from './contestant';
import type { Organisation } from './organisation';

const QUESTIONS = 40;
const POLICIES = 'bench';

/** Cedar compiled to WebAssembly, its policies parsed beforehand, given the entities that a question is about. */
export function cedar({ policies, roles, members, questions }: Organisation): Contestant {
  const texts = policies.flatMap(({ policyId, effect, granted }) =>
    granted.map(({ type, action, id }) => {
      const resource = id === null ? `resource in Kind::"${type}"` : `resource == Thing::"${type}/${id}"`;
      const verb = effect === 'allow' ? 'permit' : 'forbid';
      return `${verb}(principal in Policy::"${policyId}", action == Action::"${type}:${action}", ${resource});`;
    }),
  );
  const parsed = preparsePolicySet(POLICIES, { staticPolicies: texts.join('\n') });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors));
  const roleEntities = roles.map(({ roleId: id, policies: own }) =>
    entity(
      'Role',
      id,
      own.map(({ policyId }) => ({ type: 'Policy', id: policyId })),
    ),
  );
  const { member, type, action, id } = questions;
  return plainly('Cedar wasm, stateful', Math.min(QUESTIONS, questions.count), (at) => {
    const own = members[member[at]!]!;
    const user = entity(
      'User',
      String(member[at]),
      own.map((role) => ({ type: 'Role', id: `rl-${role}` })),
    );
    const kind = { type: 'Kind', id: type[at]! };
    const thing = entity('Thing', `${type[at]}/${id[at]}`, [kind]);
    const answer = statefulIsAuthorized({
      principal: { type: 'User', id: String(member[at]) },
      action: { type: 'Action', id: `${type[at]}:${action[at]}` },
      resource: id[at] === null ? kind : { type: 'Thing', id: `${type[at]}/${id[at]}` },
      context: {},
      preparsedPolicySetId: POLICIES,
      entities: [user, thing, ...own.map((role) => roleEntities[role]!)],
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
    return answer.response.decision === 'allow';
  });
}

const entity = (type: string, id: string, parents: { type: string; id: string }[]): EntityJson => ({
  uid: { type, id },
  attrs: {},
  parents,
});
