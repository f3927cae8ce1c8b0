import * as fc from 'fast-check';
import {
  decide,
  isNowhere,
  NOWHERE,
  allowedIds,
  scopesOf,
  type Grant,
  type ScopePattern,
  type Scopes,
  type TypedId,
} from '@castellan/core';
import { alice, allow, deny, NOW, schema } from './given';
import { memberWith, naiveGrants, permissionName, target } from './questions';

interface Row extends TypedId {
  readonly containers: readonly TypedId[];
}

const isShown = ({ all, only, except }: Scopes, row: Row): boolean =>
  (all || only.some((pattern) => isMatch(pattern, row))) && !except.some((pattern) => isMatch(pattern, row));

const isMatch = (pattern: ScopePattern, row: Row): boolean =>
  pattern.every((term) =>
    [row, ...row.containers].some(({ type, id }) => id === term.id && (term.type === null || term.type === type)),
  );

const docs = (...grants: Grant[]): Scopes => scopesOf(schema, alice(...grants), { type: 'docs', action: 'read' }, NOW);

describe('the scopes of a permission', () => {
  it('show the very rows that may be read', () => {
    const shown = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        naiveGrants,
        permissionName,
        fc.array(target, { minLength: 1, maxLength: 8 }),
        (grants, name, rows) => {
          const member = memberWith(grants);
          const scopes = scopesOf(schema, member, name, NOW);
          for (const { id, containers } of rows) {
            if (id === undefined || containers === null) continue;
            // Nothing contains a member.
            const row = { type: name.type, id, containers: name.type === 'members' ? [] : containers };
            const { allowed } = decide(schema, member, { ...name, target: row }, NOW);
            expect(isShown(scopes, row)).toBe(allowed);
            shown[allowed ? 'yes' : 'no']++;
          }
        },
      ),
      { numRuns: 10_000 },
    );
    expect(Math.min(shown.yes, shown.no)).toBeGreaterThan(2_000);
  });

  it('are nowhere only when nothing can be read', () => {
    fc.assert(
      fc.property(naiveGrants, permissionName, target, (grants, name, about) => {
        const member = memberWith(grants);
        if (!isNowhere(scopesOf(schema, member, name, NOW))) return;
        expect(decide(schema, member, { ...name, target: about }, NOW).allowed).toBe(false);
        expect(decide(schema, member, name, NOW).allowed).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('are nowhere for the suspended and for what the schema does not know', () => {
    const suspended = { ...alice(allow('*')), status: 'suspended' as const };
    expect(scopesOf(schema, suspended, { type: 'docs', action: 'read' }, NOW)).toBe(NOWHERE);
    for (const type of ['', '*', 'cars', 'constructor', '__proto__']) {
      expect(scopesOf(schema, alice(allow('*')), { type, action: 'read' }, NOW)).toBe(NOWHERE);
    }
  });

  it('are everything, but what is denied', () => {
    expect(docs(allow('docs:read'))).toEqual({ all: true, only: [], except: [] });
    expect(docs(allow('docs:read'), allow('docs:d-1:read'), deny('docs:folders/f-1:*'))).toEqual({
      all: true,
      only: [],
      except: [[{ type: 'folders', id: 'f-1' }]],
    });
    expect(docs(allow('docs:read'), deny('docs:read'))).toEqual(NOWHERE);
  });

  it('are what is allowed, with both scopes of a grant', () => {
    expect(docs(allow('docs:d-1:read', { within: 'workspaces/ws-1' }), allow('*:f-1:*', { within: 'f-1' }))).toEqual({
      all: false,
      only: [
        [
          { type: null, id: 'd-1' },
          { type: 'workspaces', id: 'ws-1' },
        ],
        [{ type: null, id: 'f-1' }],
      ],
      except: [],
    });
  });

  it('take $self for the member, among members alone', () => {
    const member = alice(allow('*:$self:*'));
    expect(scopesOf(schema, member, { type: 'members', action: 'read' }, NOW).only).toEqual([
      [{ type: 'members', id: 'alice' }],
    ]);
    expect(scopesOf(schema, member, { type: 'docs', action: 'read' }, NOW)).toEqual(NOWHERE);
  });
});

describe('the ids that scopes reach', () => {
  const ids = ['a', 'b', 'alice', 'x:*/%', '$self', 'elsewhere'];
  const reached = (scopes: Scopes, types: readonly string[]): string[] => {
    const { only, except } = allowedIds(scopes, types);
    return ids.filter((id) => (only === null || only.includes(id)) && !except.includes(id));
  };

  it('are those that may be read, among things in no container', () => {
    fc.assert(
      fc.property(naiveGrants, permissionName, (grants, name) => {
        const member = memberWith(grants);
        const read = ids.filter(
          (id) => decide(schema, member, { ...name, target: { id, containers: [] } }, NOW).allowed,
        );
        expect(reached(scopesOf(schema, member, name, NOW), [name.type])).toEqual(read);
      }),
      { numRuns: 10_000 },
    );
  });

  it('are those that may be read, among entries that answer to two types', () => {
    fc.assert(
      fc.property(naiveGrants, permissionName, fc.constantFrom('docs', 'plans'), (grants, name, type) => {
        const member = memberWith(grants);
        const entry = (id: string) => ({ id, containers: [{ type, id }] });
        const read = ids.filter((id) => decide(schema, member, { ...name, target: entry(id) }, NOW).allowed);
        expect(reached(scopesOf(schema, member, name, NOW), [name.type, type])).toEqual(read);
      }),
      { numRuns: 10_000 },
    );
  });

  it('leave out a grant that needs a container', () => {
    const scopes = docs(allow('docs:d-1:read', { within: 'ws-1' }), allow('docs:docs/d-2:read', { within: 'd-2' }));
    expect(allowedIds(scopes, ['docs'])).toEqual({ only: ['d-2'], except: [] });
  });

  it('are named once', () => {
    const scopes = docs(allow('docs:d-1:read'), allow('docs:docs/d-1:read'), deny('docs:d-2:*'), deny('*:d-2:read'));
    expect(allowedIds(scopes, ['docs'])).toEqual({ only: ['d-1'], except: ['d-2'] });
  });
});
