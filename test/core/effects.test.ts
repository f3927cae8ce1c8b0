import * as fc from 'fast-check';
import {
  ALL,
  decide,
  EffectComparison,
  parsePermission,
  placeGrants,
  type Grant,
  type PermissionName,
  type PlacedGrants,
  type Target,
} from '@castellan/core';
import { alice, allow, deny, NOW, schema, scope } from './given';

const comparison = new EffectComparison(schema);

const placed = (...grants: Grant[]): PlacedGrants => placeGrants(grants, ALL);

const compare = (before: readonly Grant[], after: readonly Grant[]): object =>
  comparison.compare([placed(...before)], [placed(...after)]);

describe('the comparison of two sets of roles', () => {
  const read = allow('docs:read');

  it.each<[string, Grant[], Grant[], object]>([
    ['an allow that comes', [], [read], { gained: ['docs:*:read'], lost: [] }],
    ['an allow that goes', [read], [], { gained: [], lost: ['docs:*:read'] }],
    ['an allow that a wider one had given', [allow('docs:*')], [allow('docs:*'), read], { gained: [], lost: [] }],
    [
      'an allow that another action implies',
      [allow('docs:write')],
      [allow('docs:write'), read],
      { gained: [], lost: [] },
    ],
    [
      'a wildcard of which a part stays',
      [allow('docs:*')],
      [allow('docs:write')],
      { gained: [], lost: ['docs:*:manage', 'docs:*:own', 'docs:*:share'] },
    ],
    ['an allow that is denied', [deny('docs:*')], [deny('docs:*'), read], { gained: [], lost: [] }],
    ['a deny of what nobody gave', [], [deny('docs:*')], { gained: [], lost: [] }],
    [
      'a deny that comes',
      [read, allow('plans:read')],
      [read, allow('plans:read'), deny('docs:*')],
      { gained: [], lost: ['docs:*:read'] },
    ],
    [
      'a narrow deny under a wide allow',
      [allow('*')],
      [allow('*'), deny('docs:a:read')],
      { gained: [], lost: ['docs:a:read'] },
    ],
    [
      'a wide deny over a narrow allow',
      [allow('docs:a:read')],
      [allow('docs:a:read'), deny('*')],
      { gained: [], lost: ['docs:a:read'] },
    ],
    [
      'a deny of an implied action',
      [allow('docs:write')],
      [allow('docs:write'), deny('docs:read')],
      { gained: [], lost: ['docs:*:read'] },
    ],
    ['a deny that goes', [read, deny('docs:*')], [read], { gained: ['docs:*:read'], lost: [] }],
    [
      'a deny beside another',
      [read, deny('docs:*'), deny('docs:read')],
      [read, deny('docs:*')],
      { gained: [], lost: [] },
    ],
    [
      'a deny of another thing',
      [allow('docs:a:read')],
      [allow('docs:a:read'), deny('docs:b:read')],
      { gained: [], lost: [] },
    ],
    [
      'an explicit action under a wildcard',
      [allow('docs:*')],
      [allow('docs:*'), deny('docs:seal')],
      { gained: [], lost: [] },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(compare(before, after)).toEqual(expected);
  });

  it('looks at nothing in a role that stays, and finds the same with few roles and with many', () => {
    const kept = Array.from({ length: 20 }, (_, at) => placeGrants([allow(`docs:d${at}:read`)], ALL));
    const more = placeGrants([allow('docs:d3:read'), allow('docs:new:read')], ALL);
    const difference = { gained: ['docs:new:read'], lost: [] };
    expect(comparison.compare(kept, [...kept, more])).toEqual(difference);
    expect(comparison.compare(kept.slice(0, 5), [...kept.slice(0, 5), more])).toEqual(difference);
  });

  it('folds the scope of an assignment in', () => {
    const within = placeGrants([allow('docs:*:read'), allow('docs:other:read')], scope('ws-1'));
    expect(comparison.compare([], [within])).toEqual({ gained: ['docs:ws-1:read'], lost: [] });
  });

  it('takes two roles of 100,000 permissions', () => {
    const role = (prefix: string): PlacedGrants =>
      placeGrants(
        Array.from({ length: 100_000 }, (_, at) => allow(`docs:${prefix}${at}:read`)),
        ALL,
      );
    const [one, other] = [role('a'), role('b')];
    const { gained, lost } = comparison.compare([one], [other]);
    expect([gained.length, lost.length]).toEqual([100_000, 100_000]);
    const closed = comparison.compare([one, other], [one, other, placed(deny('docs:*:*'), deny('docs:a1:read'))]);
    expect([closed.gained.length, closed.lost.length]).toEqual([0, 200_000]);
  });
});

const texts = ['docs', '*', 'plans'].flatMap((type) =>
  ['*', 'a', 'b', 'docs/a'].flatMap((id) =>
    ['read', 'write', '*', 'manage', 'seal'].map((action) => `${type}:${id}:${action}`),
  ),
);
const grant: fc.Arbitrary<Grant> = fc
  .record({ text: fc.constantFrom(...texts), denies: fc.boolean() })
  .map(({ text, denies }) => (denies ? deny(text) : allow(text)));
const grants = fc.array(grant, { maxLength: 6 });

const inFolder = (id: string): Target => ({ id: 'in-there', containers: [{ type: 'folders', id }] });
const targets = [...['a', 'b', 'z'].map((id): Target => ({ id, containers: [] })), inFolder('a'), inFolder('b')];
const questions = [...schema.types].flatMap(([type, { actions }]) =>
  Object.keys(actions).flatMap((action) => targets.map((target) => ({ type, action, target }))),
);

const may = (held: readonly Grant[], question: PermissionName): boolean =>
  decide(schema, alice(...held), question, NOW).allowed;

describe('compared with decisions, on any grants', () => {
  it('every right that is won is within a row, and every row wins a right', () => {
    fc.assert(
      fc.property(grants, grants, (before, after) => {
        const { gained } = compare(before, after) as { gained: string[] };
        const won = questions.filter((question) => may(after, question) && !may(before, question));
        const rows = gained.map((text) => [{ ...allow(text), permission: parsePermission(text) }]);
        for (const question of won) expect(rows.some((row) => may(row, question))).toBe(true);
        // An entry of the registry is not asked about here.
        for (const row of rows.filter(([one]) => one?.permission.type !== 'resources')) {
          expect(won.some((question) => may(row, question))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
