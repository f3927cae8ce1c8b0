import { compileMember, compileRole, effectiveGrants, heldKey, heldPage, writableGrantsOf } from '@castellan/core';
import type { CompiledMember, HeldPage, HeldPermission } from '@castellan/core';
import { NOW, schema, scope } from './given';
import { Draw, organisation, type WrittenMember } from './organisations';

const compiled = (member: WrittenMember): CompiledMember =>
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

function run(steps: Generator<void, HeldPage>): HeldPage {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

function pages(member: CompiledMember, most: number): HeldPermission[] {
  const found: HeldPermission[] = [];
  for (let after = '', more = true; more;) {
    const { permissions, hasMore } = run(heldPage(member, NOW, after, most));
    found.push(...permissions);
    after = permissions.length === 0 ? after : heldKey(permissions.at(-1)!);
    more = hasMore;
  }
  return found;
}

describe('pages of what a member holds', () => {
  it('are together what is computed at once, whatever their size', () => {
    const draw = new Draw(44);
    let listed = 0;
    for (let round = 0; round < 1_500; round++) {
      const [written] = organisation(draw).members as [WrittenMember];
      const member = compiled(written);
      const { allows, denies } = effectiveGrants(written.status === 'active' ? writableGrantsOf(member) : [], NOW);
      const expected = [
        ...[...allows].map(([permission, by]) => ({ permission, effect: 'allow', by, truncated: false })),
        ...[...denies].map(([permission, by]) => ({ permission, effect: 'deny', by, truncated: false })),
      ].map(({ by, ...held }) => ({ ...held, by: new Set(by.map((grant) => JSON.stringify(grant))) }));
      const found = pages(member, 1 + draw.below(4)).map(({ by, ...held }) => ({
        ...held,
        by: new Set(by.map((grant) => JSON.stringify(grant))),
      }));
      expect(found).toEqual(expected);
      listed += found.length;
    }
    expect(listed).toBeGreaterThan(3_000);
  });

  it('gives way after every few thousand grants', () => {
    const permissions = Array.from({ length: 12_000 }, (_, at) => `docs:d-${at}:read`);
    const role = compileRole(schema, { roleId: 'rl', policies: [{ policyId: 'pol', effect: 'allow', permissions }] });
    const member = compileMember({ userId: 'alice', status: 'active' }, [role.plain.manual], NOW);
    const steps = heldPage(member, NOW, '', 10);
    let breaks = 0;
    while (steps.next().done !== true) breaks++;
    expect(breaks).toBeGreaterThanOrEqual(2);
  });
});
