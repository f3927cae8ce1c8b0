import {
  compiledScopes,
  compileMember,
  compileRole,
  defaultSchema as schema,
  EffectComparison,
  effectivePermissions,
  explain,
  heldPage,
  missingRights,
  parsePermission,
  parseScope,
  placeGrants,
  rightOf,
  writableGrantsOf,
  type Assigned,
  type CompiledMember,
  type CompiledRole,
  type Effect,
} from '@castellan/core';
import { growthOf } from '../limits/growth';

const NOW = Date.now();
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const texts = (count: number, role = 0): string[] => numbers(count).map((at) => `models:m-${role}-${at}:read`);
const roleOf = (permissions: readonly string[], effect: Effect = 'allow', id = 0): CompiledRole =>
  compileRole(schema, { roleId: `rl-${id}`, policies: [{ policyId: `pol-${id}`, effect, permissions }] });
const assigned = (role: CompiledRole, scope = '*'): Assigned => ({
  role,
  scope: parseScope(scope)!,
  origin: 'manual',
  expiresAt: null,
});
const member = (...assignments: Assigned[]): CompiledMember =>
  compileMember({ userId: 'alice', status: 'active' }, assignments, NOW);
/** A member with one role of `count` permissions, everywhere and within so many scopes. */
const scopedMember = (count: number, scopes: number): CompiledMember => {
  const role = roleOf(texts(count));
  return member(assigned(role), ...numbers(scopes).map((at) => assigned(role, `ws-${at}`)));
};
const rights = (count: number) => texts(count).map((text) => rightOf(parsePermission(text), 'allow'));
const grants = (permissions: readonly string[], effect: Effect) =>
  placeGrants(
    permissions.map((text) => ({ permission: parsePermission(text), effect })),
    { kind: 'all' },
  );
const index = schema.indexOf({ type: 'models', action: 'read' });

/** What is done with `n`. */
const WORK: Record<string, (n: number) => () => unknown> = {
  'compiling a role, by permissions': (n) => {
    const permissions = texts(20 * n);
    return () => roleOf(permissions);
  },
  'compiling a member, by scopes': (n) => {
    const role = roleOf(texts(10));
    const assignments = numbers(n / 4).map((at) => assigned(role, `ws-${at}`));
    return () => member(...assignments);
  },
  'compiling a member, by roles': (n) => {
    const assignments = numbers(n / 4).map((at) => assigned(roleOf(texts(1), 'allow', at)));
    return () => member(...assignments);
  },
  'missing rights, by rights and grants': (n) => {
    const [holder, asked] = [scopedMember(10 * n, 60), rights(10 * n)];
    return () => missingRights(schema, holder, asked, NOW);
  },
  'missing rights under denies, by denies': (n) => {
    const denying = numbers(n / 4).map((at) => assigned(roleOf([`models:no-${at}:read`], 'deny', at)));
    const [holder, asked] = [member(assigned(roleOf(texts(200))), ...denying), rights(200)];
    return () => missingRights(schema, holder, asked, NOW);
  },
  'explaining, by scopes': (n) => {
    const holder = scopedMember(1_000, n / 4);
    const question = { type: 'models', action: 'read', target: { id: 'm-0-999', containers: [] } };
    return () => explain(schema, holder, question, NOW);
  },
  'effective permissions, by permissions': (n) => {
    const holder = member(assigned(roleOf(texts(5 * n))), assigned(roleOf(texts(2 * n).slice(n), 'deny', 1)));
    return () => effectivePermissions(writableGrantsOf(holder), NOW);
  },
  'a page of what is held, by permissions': (n) => {
    const holder = scopedMember(5 * n, 60);
    return () => [...heldPage(holder, NOW, '', 50)];
  },
  'the scopes of a permission, by ids': (n) => {
    const holder = scopedMember(n, 5);
    return () => compiledScopes(holder, index, NOW);
  },
  'comparing effects, by what is won and lost': (n) => {
    const [before, after] = [[grants(texts(2 * n, 1), 'allow')], [grants(texts(2 * n, 2), 'allow')]];
    return () => new EffectComparison(schema).compare(before, after);
  },
  'comparing effects, by what a deny takes': (n) => {
    const kept = grants(texts(4 * n), 'allow');
    const deny = grants(['*:*:*'], 'deny');
    return () => new EffectComparison(schema).compare([kept], [kept, deny]);
  },
  'comparing effects, by denies on ids': (n) => {
    const [kept, denies] = [grants(texts(2 * n), 'allow'), grants(texts(2 * n), 'deny')];
    return () => new EffectComparison(schema).compare([kept, denies], [kept]);
  },
};

describe('four times as much takes less than eight times as long:', () => {
  it.each(Object.entries(WORK))('%s', (_, work) => {
    expect(growthOf(work(1_000), work(4_000))).toBeLessThan(8);
  });
});
