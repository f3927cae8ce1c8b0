import {
  defineSchema,
  PermissionSchema,
  SchemaError,
  type SchemaDeclaration,
  type TypeDeclaration,
} from '@castellan/core';

const read = { read: { label: 'Read' } };
const cars: TypeDeclaration = { label: 'Cars', scope: 'org', actions: read };

/** Every problem of a declaration; none when it is valid. */
function problems(declaration: Partial<SchemaDeclaration>): readonly string[] {
  try {
    new PermissionSchema({ types: {}, ...declaration });
    return [];
  } catch (error) {
    if (error instanceof SchemaError) return error.problems;
    throw error;
  }
}

/** A problem without what would have been valid. */
const withoutAdvice = (problem: string): string =>
  problem.replace(/: (?:the order is|the types are|its actions are) .*$/, '');

const car = (overrides: Partial<TypeDeclaration>): readonly string[] =>
  problems({ types: { cars: { ...cars, ...overrides } } });

const policy = (...permissions: string[]): readonly string[] =>
  problems({ types: { cars }, policies: [{ id: 'pol-cars', name: 'Cars', permissions }] });

describe('a schema', () => {
  it('is valid without types of its own', () => {
    expect(problems({})).toEqual([]);
    expect([...new PermissionSchema({ types: {} }).types.keys()]).toContain('orgs');
  });

  it('is refused with every mistake at once', () => {
    const declaration = {
      types: {
        Cars: { ...cars, parent: 'garages' },
        roles: cars,
        trips: { ...cars, actions: {} },
        seats: { ...cars, actions: { sit: { label: 'Sit', implies: ['stand', 'lie'] }, 'get up': { label: 'Up' } } },
      },
      policies: [{ id: 'cars', name: 'Cars', permissions: ['cars:*:read', 'cars', 'trips:*:go'] }],
      roles: [{ id: 'rl-admin', name: 'Admin', policies: ['pol-none', 'pol-admin'] }],
    } as const;
    const expected = [
      'types.Cars: not a name ([a-z][a-z0-9_-]*, at most 64)',
      'types.Cars.parent: unknown type "garages"',
      "types.roles: reserved for Castellan's own",
      'types.trips.actions: 1 to 64',
      'types.seats.actions.sit.implies: unknown action "stand"',
      'types.seats.actions.sit.implies: unknown action "lie"',
      'types.seats.actions.get up: not a name ([a-z][a-z0-9_-]*, at most 64)',
      'policies.cars: the id is not "pol-" and a name',
      'policies.cars: "cars:*:read": unknown resource type "cars"',
      'policies.cars: "cars": expected "type:scope:action" or "type:action" at position 4',
      'policies.cars: "trips:*:go": unknown action "go" of "trips"',
      'roles.rl-admin: the id is taken or reserved',
      'roles.rl-admin.policies: unknown policy "pol-none"',
    ];
    expect(problems(declaration).map(withoutAdvice)).toEqual(expected);
    const all = `The permission schema is not valid:\n- ${problems(declaration).join('\n- ')}`;
    expect(() => defineSchema(declaration)).toThrow(all);
  });

  it.each([
    'orgs',
    'workspaces',
    'resources',
    'policies',
    'roles',
    'permissions',
    'members',
    'audit',
    'keys',
    'webhooks',
    'service_accounts',
  ])('cannot redeclare %s', (own) => {
    expect(problems({ types: { [own]: cars } })).toEqual([`types.${own}: reserved for Castellan's own`]);
  });

  it('cannot redeclare what Castellan has built in', () => {
    expect(problems({ policies: [{ id: 'pol-admin', name: 'A', permissions: [] }] })).toEqual([
      'policies.pol-admin: the id is taken or reserved',
    ]);
    expect(problems({ roles: [{ id: 'rl-admin', name: 'A', policies: [] }] })).toEqual([
      'roles.rl-admin: the id is taken or reserved',
    ]);
  });

  it('has each built-in once', () => {
    const twice = { id: 'pol-cars', name: 'Cars', permissions: [] };
    expect(problems({ policies: [twice, twice] })).toEqual(['policies.pol-cars: the id is taken or reserved']);
  });

  it('has at most 1,000 types of at most 64 actions', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
    const actions = (count: number) => Object.fromEntries(many(count).map((name) => [name, { label: name }]));
    const types = (count: number) => Object.fromEntries(many(count).map((name) => [name, cars]));
    expect([car({ actions: actions(64) }), problems({ types: types(1_000) })]).toEqual([[], []]);
    expect(car({ actions: actions(65) })).toEqual(['types.cars.actions: 1 to 64']);
    expect(problems({ types: types(1_001) })).toEqual(['types: at most 1000']);
  });

  it.each(['__proto__', 'a b', 'A', '', 'a:b', '*', 'a'.repeat(65)])('cannot name a type or an action %j', (name) => {
    const bad = 'not a name ([a-z][a-z0-9_-]*, at most 64)';
    expect(problems({ types: Object.fromEntries([[name, cars]]) })).toEqual([`types.${name}: ${bad}`]);
    const actions = Object.fromEntries([[name, { label: 'X' }]]);
    expect(car({ actions })).toEqual([`types.cars.actions.${name}: ${bad}`]);
  });

  it('may name a type and an action constructor', () => {
    const types = { constructor: { ...cars, actions: { constructor: { label: 'Build' } } } };
    const schema = new PermissionSchema({ types });
    expect(schema.knows({ type: 'constructor', action: 'constructor' })).toBe(true);
    expect(new PermissionSchema({ types: {} }).knows({ type: 'constructor', action: 'constructor' })).toBe(false);
  });
});

describe('the parent of a type', () => {
  it.each(['garages', 'constructor', 'toString'])('exists: %s does not', (parent) => {
    expect(car({ parent })).toEqual([`types.cars.parent: unknown type "${parent}"`]);
  });

  it('is workspaces for a type that lives in workspaces', () => {
    expect(car({ scope: 'workspace', parent: 'workspaces' })).toEqual([]);
    expect(car({ scope: 'workspace', parent: 'members' })).toEqual([
      'types.cars.parent: a type with scope "workspace" has the parent "workspaces"',
    ]);
  });

  it('is not the type itself', () => {
    expect(car({ parent: 'cars' })).toEqual(['types.cars.parent: a type cannot contain itself']);
  });

  it('is not contained by the type', () => {
    const types = {
      a: { ...cars, parent: 'b' },
      b: { ...cars, parent: 'c' },
      c: { ...cars, parent: 'a' },
      inside: { ...cars, parent: 'a' },
    };
    expect(problems({ types })).toEqual(
      ['a', 'b', 'c'].map((name) => `types.${name}.parent: a type cannot contain itself`),
    );
  });
});

describe('a built-in policy', () => {
  it('may hold any permission that matches something', () => {
    expect(policy()).toEqual([]);
    expect(policy('*', 'cars:read', '*:read', 'cars:ws-1:*', 'roles:bind', '*:workspaces/ws-1:*')).toEqual([]);
  });

  it.each([
    ['cars:*:fly', 'unknown action "fly" of "cars"'],
    ['*:*:fly', 'unknown action "fly"'],
    ['planes:*:*', 'unknown resource type "planes"'],
    ['constructor:*:*', 'unknown resource type "constructor"'],
    ['constructor:*:read', 'unknown resource type "constructor"'],
    ['cars:*:constructor', 'unknown action "constructor" of "cars"'],
    ['cars:planes/p-1:read', 'unknown resource type "planes" in the scope'],
    ['cars:constructor/p-1:read', 'unknown resource type "constructor" in the scope'],
    ['cars:*:Read', 'the action is not a name ([a-z][a-z0-9_-]*, at most 64) or "*" at position 7'],
  ])('cannot hold %s', (permission, problem) => {
    const found = policy(permission);
    expect(found.map(withoutAdvice)).toEqual([`policies.pol-cars: "${permission}": ${problem}`]);
    expect(found[0]?.length).toBeGreaterThan(withoutAdvice(found[0] ?? '').length);
  });
});
