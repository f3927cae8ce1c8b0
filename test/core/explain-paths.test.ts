import {
  compileMember,
  compileRole,
  explain,
  isAbout,
  MOST_PATHS,
  parsePermission,
  reach,
  type Grant,
} from '@castellan/core';
import { NOW, schema, scope } from './given';
import { anyQuestion, Draw, organisation, writtenGrants, type WrittenMember } from './organisations';

const compiled = (member: WrittenMember): ReturnType<typeof compileMember> =>
  compileMember(
    member,
    member.assignments.map(({ role, scope: within, origin, expiresAt }) => ({
      role: compileRole(schema, role),
      scope: scope(within),
      origin,
      expiresAt,
    })),
    NOW,
  );

type Path = 'allows' | 'denies' | 'couldDeny' | 'elsewhere';

describe('the paths of an explanation', () => {
  it('are those that a reading grant by grant finds, in its order', () => {
    const draw = new Draw(Number(process.env['CASTELLAN_SEED'] ?? 33));
    const rounds = Number(process.env['CASTELLAN_EXPLANATIONS'] ?? 4_000);
    let listed = 0;
    for (let round = 0; round < rounds; round++) {
      const [member] = organisation(draw).members as [WrittenMember];
      const question = anyQuestion(draw);
      const expected: Record<Path, unknown[]> = { allows: [], denies: [], couldDeny: [], elsewhere: [] };
      for (const { permission, within, ...path } of schema.knows(question) ? writtenGrants(member) : []) {
        const grant: Grant = { ...path, permission: parsePermission(permission), within: scope(within) };
        if (!isAbout(schema, grant, question, NOW)) continue;
        const match = reach(grant, question, member.userId);
        const active = member.status === 'active';
        if (grant.effect === 'allow') expected[active && match === 'yes' ? 'allows' : 'elsewhere'].push(grant);
        else if (active && match !== 'no') expected[match === 'yes' ? 'denies' : 'couldDeny'].push(grant);
      }
      const { allows, denies, couldDeny, elsewhere, truncated } = explain(schema, compiled(member), question, NOW);
      expect({ allows, denies, couldDeny, elsewhere }).toEqual(expected);
      expect(truncated).toBe(false);
      listed += allows.length + denies.length + couldDeny.length + elsewhere.length;
    }
    expect(listed).toBeGreaterThan(rounds);
  });

  it('are at most 100 of a kind, the first ones, with what reaches the question found among thousands', () => {
    const permissions = Array.from({ length: 3_000 }, (_, at) => `docs:d-${at}:read`);
    const policies = [{ policyId: 'pol-1', effect: 'allow' as const, permissions }];
    const role = compileRole(schema, { roleId: 'rl-1', policies });
    const scopes = ['*', 'ws-1', 'ws-2'].map((text) => ({
      role,
      scope: scope(text),
      origin: 'manual' as const,
      expiresAt: null,
    }));
    const member = compileMember({ userId: 'alice', status: 'active' }, scopes, NOW);
    const target = { id: 'd-2999', containers: [{ type: 'folders', id: 'ws-2' }] };
    const found = explain(schema, member, { type: 'docs', action: 'read', target }, NOW);
    expect(found.allows.map(({ within }) => within)).toEqual([scope('*'), scope('ws-2')]);
    expect(found.elsewhere).toHaveLength(MOST_PATHS);
    expect(found.elsewhere[0]?.permission).toEqual(parsePermission('docs:d-0:read'));
    expect(found.truncated).toBe(true);
  });
});
