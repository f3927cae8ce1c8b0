import { defaultSchema } from '@castellan/core';
import { CompiledRoles } from '../../libs/nest/src/access/state/compiled-roles';
import type { StoredRole } from '../../libs/nest/src/access/sources/grants-source';
import { HeavyLoads } from '../../libs/nest/src/access/state/whole-member';

const permissions = Array.from({ length: 10_000 }, () => 'models:m-1:read');

/** So many roles of 10,000 permissions each. */
const roles = (count: number, name: string): StoredRole[] =>
  Array.from({ length: count }, (_, at) => ({
    stamp: `${name} ${at}`,
    roleId: `rl-${at}`,
    policies: [{ policyId: 'pol', effect: 'allow', permissions }],
  }));

describe('compiled roles', () => {
  it('are kept up to 4,000,000 permissions of all organisations, those that were used last', () => {
    const forgotten: string[] = [];
    const kept = new CompiledRoles(defaultSchema, 1_000, (orgId) => forgotten.push(orgId));
    for (const org of ['a', 'b']) for (const role of roles(150, org)) kept.add(org, [role]);
    expect(forgotten).toEqual([]);
    kept.find('a', 'a 0');
    for (const role of roles(150, 'c')) kept.add('c', [role]);
    expect(forgotten).toEqual(['b']);
    expect(['a', 'b', 'c'].map((org) => kept.find(org, `${org} 0`) !== undefined)).toEqual([true, false, true]);
  });

  it('of one organisation are let go when they are more than half of that', () => {
    const forgotten: string[] = [];
    const kept = new CompiledRoles(defaultSchema, 1_000, (orgId) => forgotten.push(orgId));
    for (const role of roles(201, 'a')) kept.add('a', [role]);
    expect(forgotten).toEqual(['a']);
    expect(kept.find('a', 'a 0')).toBeUndefined();
  });

  it('do not grow when a role is compiled anew', () => {
    const forgotten: string[] = [];
    const kept = new CompiledRoles(defaultSchema, 1_000, (orgId) => forgotten.push(orgId));
    for (let change = 0; change < 210; change++) kept.add('a', roles(1, `change ${change}`));
    expect(forgotten).toEqual([]);
    expect([kept.find('a', 'change 208 0'), kept.find('a', 'change 209 0') !== undefined]).toEqual([undefined, true]);
  });
});

describe('heavy loads', () => {
  it('of one organisation run one after the other, and wait for no other organisation', async () => {
    const loads = new HeavyLoads();
    const done: string[] = [];
    const end = await loads.begin('a');
    const second = loads.begin('a').then((ended) => (done.push('second of a'), ended));
    const third = loads.begin('a').then((ended) => (done.push('third of a'), ended));
    (await loads.begin('b'))();
    done.push('b');
    end();
    (await second)();
    (await third)();
    expect(done).toEqual(['b', 'second of a', 'third of a']);
  });
});
