import {
  decide,
  formatPermission,
  HeldRights,
  isPrivileged,
  mayBind,
  missingRights,
  parsePermission,
  rightOf,
  type Grant,
  type MemberGrants,
  type Question,
} from '@castellan/core';
import { compiledWith } from './compiled-grants';
import { alice, allow, deny, NOW, schema, scope } from './given';
import { NaiveRights } from './naive-rights';
import { anyQuestion, Draw, organisation, writtenGrants, type WrittenGrant } from './organisations';

const grantOf = ({ permission, effect, within, expiresAt, ...path }: WrittenGrant): Grant => ({
  ...path,
  effect,
  expiresAt,
  permission: parsePermission(permission),
  within: scope(within),
});

/** What a member has for good: its lasting allows, and everything that denies. */
const lasting = ({ grants }: MemberGrants): MemberGrants =>
  alice(...grants.filter(({ effect, expiresAt }) => effect === 'deny' || expiresAt === null));

/** Whether the grant alone allows (or, a deny, takes) what is asked, in an organisation where its containers are known. */
function reaches(grant: Grant, question: Question): boolean {
  const everything = allow(`${question.type}:*:${question.action}`);
  const grants = grant.effect === 'allow' ? [grant] : [everything, grant];
  return (
    decide(schema, { ...alice(...grants), userId: 'nobody' }, question, NOW).allowed === (grant.effect === 'allow')
  );
}

const asked = (draw: Draw): Question => {
  const question = anyQuestion(draw);
  return question.target === undefined ? question : { ...question, target: { ...question.target, containers: [] } };
};

describe('a right that is covered', () => {
  it('reaches nothing that its holder may not do, explicit actions and wildcard types included', () => {
    const draw = new Draw(8);
    const violations: string[] = [];
    let covered = 0;
    for (let round = 0; round < 4_000; round++) {
      const { members } = organisation(draw);
      const [holder, other] = [members[0], members.at(-1)];
      const member = alice(...writtenGrants(holder!).map(grantOf));
      if (member.grants.some(isEverythingUnderNoDeny(member))) continue;
      for (const grant of writtenGrants(other!).map(grantOf)) {
        if (missingRights(schema, compiledWith(schema, member, NOW), [grant], NOW).length > 0) continue;
        covered++;
        for (let at = 0; at < 40; at++) {
          const question = asked(draw);
          // Whoever denies one thing takes the answer "everywhere" too: that is no right of its own.
          if (!schema.knows(question) || (question.target === undefined && grant.effect === 'deny')) continue;
          if (!reaches({ ...grant, expiresAt: null }, question)) continue;
          if (decide(schema, lasting(member), question, NOW).allowed) continue;
          violations.push(`${grant.effect} ${formatPermission(grant.permission)} for ${JSON.stringify(question)}`);
        }
      }
    }
    expect(violations.slice(0, 5)).toEqual([]);
    expect(covered).toBeGreaterThan(500);
  });
});

describe('rights that are looked up by flag and id', () => {
  it('cover what they cover grant by grant, and bind the same roles', () => {
    const draw = new Draw(Number(process.env['CASTELLAN_SEED'] ?? 21));
    const rounds = Number(process.env['CASTELLAN_RIGHTS'] ?? 3_000);
    const differences: string[] = [];
    const counted = { covered: 0, missing: 0, bound: 0 };
    for (let round = 0; round < rounds && differences.length < 5; round++) {
      const { members } = organisation(draw);
      const grants = members.flatMap((member) => writtenGrants(member).map(grantOf));
      const holder = alice(...writtenGrants(members[0]!).map(grantOf));
      const held = new HeldRights(schema, compiledWith(schema, holder, NOW), NOW);
      const naive = new NaiveRights(schema, holder, NOW);
      expect(held.holdsEverything).toBe(naive.holdsEverything);
      for (const right of grants) {
        const covers = naive.covers(right);
        counted[covers ? 'covered' : 'missing']++;
        if (held.covers(right) !== covers) differences.push(JSON.stringify([right, holder.grants]));
      }
      for (const roleId of ['rl-a', 'ws-1', 'a', 'alice']) {
        const at = { kind: 'typed', type: 'roles', id: roleId } as const;
        const bind = { type: 'roles', action: 'bind' };
        if (naive.holdsNamed(bind, at)) counted.bound++;
        if (held.holdsNamed(bind, at) !== naive.holdsNamed(bind, at))
          differences.push(`${roleId} ${JSON.stringify(holder)}`);
      }
    }
    expect(differences).toEqual([]);
    expect(counted.covered).toBeGreaterThan(rounds / 10);
    expect(counted.missing).toBeGreaterThan(rounds / 10);
  });
});

/** A member with `*:*:*` and no deny covers explicit actions too, which it may not use itself. */
const isEverythingUnderNoDeny = (member: MemberGrants) => (): boolean =>
  new HeldRights(schema, compiledWith(schema, member, NOW), NOW).holdsEverything;

describe('covering', () => {
  const missing = (grants: readonly Grant[], text: string, effect: 'allow' | 'deny' = 'allow'): boolean =>
    missingRights(schema, compiledWith(schema, alice(...grants), NOW), [rightOf(parsePermission(text), effect)], NOW)
      .length > 0;

  it.each(['roles:*:bind', '*:*:bind', '*:docs/a:seal', 'docs:*:own'])(
    'of the explicit action in %s takes its name, unless nothing at all is denied',
    (text) => {
      expect(missing([allow('*:*:*')], text)).toBe(false);
      expect(missing([allow('*:*:*'), deny('plans:ghost:read')], text)).toBe(true);
      expect(missing([allow('*:*:*'), deny('plans:ghost:read'), allow(text)], text)).toBe(false);
    },
  );

  it('of an explicit action of a workspace takes more than all of that workspace', () => {
    expect(missing([allow('*:ws-1:*')], '*:ws-1:seal')).toBe(true);
    expect(missing([allow('*:*:*', { within: 'ws-1' })], 'docs:ws-1:seal')).toBe(true);
    expect(missing([allow('*:ws-1:*')], 'docs:ws-1:read')).toBe(false);
  });

  it('of a deny takes every action that it denies, explicit ones through a wildcard too, and none that it implies', () => {
    expect(missing([allow('docs:*:*')], 'docs:*:*', 'deny')).toBe(true);
    expect(missing([allow('docs:*:*'), allow('docs:*:seal')], 'docs:*:*', 'deny')).toBe(false);
    expect(missing([allow('docs:*:own')], 'docs:*:own', 'deny')).toBe(false);
  });

  it('takes rights that last', () => {
    expect(missing([allow('docs:*:read', { expiresAt: NOW + 1 })], 'docs:*:read')).toBe(true);
  });

  it('of what the schema does not have takes everything', () => {
    expect(missing([allow('cars:*:read')], 'cars:*:read')).toBe(true);
    expect(missing([allow('*:*:*')], 'cars:*:read')).toBe(false);
  });
});

describe('binding a role', () => {
  const binds = (privileged: boolean, ...grants: readonly Grant[]): boolean =>
    mayBind(new HeldRights(schema, compiledWith(schema, alice(...grants), NOW), NOW), 'rl-a', privileged);

  it('takes the action on that role, for good and not denied', () => {
    expect(binds(false, allow('roles:rl-a:bind'))).toBe(true);
    expect(binds(false, allow('roles:*:bind'))).toBe(true);
    expect(binds(false, allow('roles:rl-b:bind'), allow('roles:*:*'))).toBe(false);
    expect(binds(false, allow('roles:rl-a:bind', { expiresAt: NOW + 1 }))).toBe(false);
    expect(binds(false, allow('roles:*:bind'), deny('roles:rl-a:bind'))).toBe(false);
    expect(binds(false, allow('roles:*:bind'), deny('roles:rl-b:bind'))).toBe(true);
  });

  it('that is privileged takes a grant that names the role', () => {
    expect(binds(true, allow('roles:*:bind'))).toBe(false);
    expect(binds(true, allow('roles:rl-a:bind'))).toBe(true);
    expect(binds(true, allow('roles:*:bind', { within: 'roles/rl-a' }))).toBe(true);
    expect(binds(true, allow('*:*:*'))).toBe(true);
    expect(binds(true, allow('*:*:*'), deny('plans:*:read'))).toBe(false);
  });

  it.each([
    ['*:*:*', true],
    ['roles:*:bind', true],
    ['*:rl-a:bind', true],
    ['roles:*:*', false],
    ['*:ws-1:*', false],
    ['docs:*:seal', false],
  ])('knows whether %s is privileged', (text, privileged) => {
    expect(isPrivileged(parsePermission(text))).toBe(privileged);
  });
});
