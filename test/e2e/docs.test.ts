import { RouteAudit, requirementText } from '@castellan/nest';
import Ajv from 'ajv/dist/2020';
import type { OpenAPIObject } from '@nestjs/swagger';
import { inOpenApi31 } from '../../apps/server/src/openapi-31';
import { readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';

const contract = readContract('orgs-iam') as any;

let server: TestServer;
let document: any;
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.anonymous.get('/openapi.json').expect(200)).body;
});
afterAll(() => server.close());

/** Every object in a document, with the path that leads to it. */
function* objectsIn(value: unknown, path: string[] = []): Generator<[string[], Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, part] of Object.entries(value)) yield* objectsIn(part, [...path, key]);
}

const resolve = (whole: any, schema: any): any => {
  const ref: unknown = schema?.$ref;
  if (typeof ref !== 'string') return schema;
  const found = ref
    .slice(2)
    .split('/')
    .reduce((part: any, key) => part?.[key], whole);
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return resolve(whole, found);
};

/** The properties of a schema, with those that it takes over from others. */
const propertiesOf = (whole: any, schema: any): Record<string, any> => {
  const { properties = {}, allOf = [] } = resolve(whole, schema);
  return Object.assign({}, ...allOf.map((part: any) => propertiesOf(whole, part)), properties);
};

const typesOf = (whole: any, schema: any): string[] => {
  const { type, enum: values, anyOf, allOf } = resolve(whole, schema);
  if (anyOf !== undefined) return [...new Set(anyOf.flatMap((part: any) => typesOf(whole, part)) as string[])].sort();
  if (allOf !== undefined && type === undefined) return typesOf(whole, allOf[0]);
  return type === undefined && values !== undefined ? ['string'] : [type ?? 'any'].flat().toSorted();
};

/** What a schema of ours lacks, or has otherwise, of one of the contract's. */
function differences(theirs: any, ours: any, place: string): string[] {
  const [want, have] = [resolve(contract, theirs), resolve(document, ours)];
  if (have === undefined) return [`${place} is missing`];
  const [wanted, had] = [typesOf(contract, want), typesOf(document, have)];
  const problems = wanted.includes('any') || String(wanted) === String(had) ? [] : [`${place}: ${had} for ${wanted}`];
  if (want.items !== undefined) problems.push(...differences(want.items, have.items, `${place}[]`));
  const own = propertiesOf(document, have);
  for (const [name, part] of Object.entries<any>(want.properties ?? {})) {
    problems.push(...differences(part, own[name], `${place}.${name}`));
  }
  const required = new Set(
    [have, ...(have.allOf ?? []).map((part: any) => resolve(document, part))].flatMap((s) => s.required ?? []),
  );
  const missing = (want.required ?? []).filter((name: string) => !required.has(name));
  return [...problems, ...missing.map((name: string) => `${place}.${name} is not required`)];
}

const operations = Object.entries<any>(contract.paths).flatMap(([path, item]) =>
  Object.entries<any>(item).map(([method, operation]): [string, string, string, any] => [
    ...([`${method.toUpperCase()} ${path}`, path, method, operation] as const),
  ]),
);

describe('the OpenAPI document', () => {
  it('is one of OpenAPI 3.1, with nothing of 3.0 and no reference to nowhere', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    for (const [path, object] of objectsIn(document)) {
      if (path.at(-1) !== 'properties')
        expect([path, Object.keys(object)]).toEqual([path, expect.not.arrayContaining(['nullable'])]);
      if ('$ref' in object) expect(() => resolve(document, object)).not.toThrow();
      for (const bound of ['exclusiveMinimum', 'exclusiveMaximum']) expect(typeof object[bound]).not.toBe('boolean');
    }
  });

  it('has schemas that are JSON Schema 2020-12', () => {
    const ajv = new Ajv({ strict: false });
    for (const schema of Object.values<object>(document.components.schemas)) {
      expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
    }
  });

  it('admits null where an object may be null', () => {
    const ajv = new Ajv({ strict: false }).addSchema(document, 'document');
    const admits = (schema: string, property: string, value: unknown): boolean =>
      ajv.getSchema(`document#/components/schemas/${schema}/properties/${property}`)?.(value) === true;
    for (const [schema, property] of [
      ['Check', 'by'],
      ['Explanation', 'by'],
      ['Explanation', 'missing'],
      ['Organisation', 'sso_connection'],
      ['UpdateOrg', 'sso_connection'],
    ] as const) {
      expect([schema, property, admits(schema, property, null)]).toEqual([schema, property, true]);
      expect([schema, property, admits(schema, property, {})]).toEqual([schema, property, false]);
    }
    const choices = ['$ref', 'allOf', 'anyOf', 'oneOf'];
    const mixed = [...objectsIn(document)].filter(
      ([, one]) => Array.isArray(one['type']) && choices.some((c) => c in one),
    );
    expect(mixed.map(([path]) => path)).toEqual([]);
  });

  it('gives every operation an id of its own, every path its parameters, and no header of authorisation', () => {
    const ids = new Set<string>();
    for (const [path, item] of Object.entries<any>(document.paths)) {
      for (const { operationId, parameters = [] } of Object.values<any>(item)) {
        expect([operationId, ids.has(operationId)]).toEqual([expect.any(String), false]);
        ids.add(operationId);
        const named = parameters.filter(({ in: place }: any) => place === 'path').map(({ name }: any) => name);
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect([path, named.sort()]).toEqual([path, inPath.sort()]);
        const headers = parameters.map((one: any) => resolve(document, one)).filter((one: any) => one.in === 'header');
        expect(headers.map(({ name }: any) => name).filter((name: string) => name !== 'If-Match')).toEqual([]);
      }
    }
  });

  it('says of every route what it requires, and that it takes a bearer token', () => {
    expect(document.components.securitySchemes).toEqual({
      bearer: { scheme: 'bearer', bearerFormat: 'JWT', type: 'http' },
    });
    const routes = server.running.app.get(RouteAudit).routes();
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path, requirement } of routes) {
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      const required = requirement === null ? null : requirementText(requirement);
      const security = requirement?.kind === 'public' ? [] : [{ bearer: [] }];
      expect([path, operation?.['x-required-permission'] ?? null, operation?.security]).toEqual([
        path,
        required,
        security,
      ]);
    }
  });
});

describe('the contract', () => {
  it('has operations', () => expect(operations.length).toBe(15));

  it.each(operations)(
    '%s is documented with its parameters, its body and its answers',
    (name, path, method, theirs) => {
      const ours = document.paths[path]?.[method];
      expect(ours?.operationId).toBe(theirs.operationId);
      const key = ({ in: place, name: parameter, required }: any): string =>
        `${place} ${parameter} ${required === true}`;
      expect((ours.parameters ?? []).map(key)).toEqual(expect.arrayContaining((theirs.parameters ?? []).map(key)));
      for (const [status, answer] of Object.entries<any>(theirs.responses)) {
        expect([status, ours.responses[status]]).toEqual([status, expect.anything()]);
        const [want, either] = [answer, ours.responses[status]].map((a) => a.content?.['application/json']?.schema);
        // A change may also be answered by what its dry run would do, and by less to a caller who may not read the object.
        const have = (either?.oneOf ?? either?.anyOf)?.[0] ?? either;
        if (want !== undefined) expect(differences(want, have, `${name} ${status}`)).toEqual([]);
      }
      const [want, have] = [theirs, ours].map((o) => o.requestBody?.content['application/json'].schema);
      if (want === undefined) return;
      expect(differences(want, have, `${name} body`)).toEqual([]);
      expect(ours.requestBody.required).toBe(true);
      // What a body need not have in the contract, it need not have here.
      expect(resolve(document, have).required ?? []).toEqual(resolve(contract, want).required ?? []);
    },
  );

  it('is compared by a walk that sees a field that is missing, renamed, optional or of another type', () => {
    const policy = document.components.schemas.Policy;
    const theirs = contract.components.schemas.Policy;
    const { name, ...properties } = policy.properties;
    const without = {
      ...policy,
      properties,
      required: policy.required.filter((field: string) => field !== 'description'),
    };
    expect(differences(theirs, without, 'p')).toEqual(['p.name is missing', 'p.description is not required']);
    const typed = {
      ...policy,
      properties: { ...policy.properties, name: { type: ['string', 'null'] }, permissions: name },
    };
    expect(differences(theirs, typed, 'p')).toEqual(
      expect.arrayContaining(['p.name: null,string for string', 'p.permissions: string for array']),
    );
  });
});

describe('rewriting a document for OpenAPI 3.1', () => {
  const rewrite = (schema: unknown): unknown => inOpenApi31(schema as OpenAPIObject);

  it.each<[string, unknown, unknown]>([
    ['a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['a type that is not', { type: 'string', nullable: false }, { type: 'string' }],
    ['an enum', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
    ['the type null', { type: 'null', nullable: true }, { type: 'null' }],
    ['a reference', { $ref: '#/x', nullable: true }, { anyOf: [{ $ref: '#/x' }, { type: 'null' }] }],
    ['a sum', { allOf: [{ $ref: '#/x' }], nullable: true }, { anyOf: [{ $ref: '#/x' }, { type: 'null' }] }],
    [
      'a sum of an object, as the library writes a class',
      { description: 'A', type: 'object', allOf: [{ $ref: '#/x' }], nullable: true },
      { description: 'A', anyOf: [{ $ref: '#/x' }, { type: 'null' }] },
    ],
    [
      'a sum of several',
      { allOf: [{ $ref: '#/x' }, { $ref: '#/y' }], nullable: true },
      { anyOf: [{ allOf: [{ $ref: '#/x' }, { $ref: '#/y' }] }, { type: 'null' }] },
    ],
    [
      'alternatives',
      { oneOf: [{ type: 'string' }], nullable: true },
      { anyOf: [{ oneOf: [{ type: 'string' }] }, { type: 'null' }] },
    ],
    ['anything', { description: 'x', nullable: true }, { description: 'x' }],
    [
      ...(['what is inside', { items: [{ a: { type: 'integer', nullable: true } }], other: 1 }] as const),
      { items: [{ a: { type: ['integer', 'null'] } }], other: 1 },
    ],
    [
      'a field of that name',
      { properties: { nullable: { type: 'boolean' } } },
      { properties: { nullable: { type: 'boolean' } } },
    ],
    ['a value', 'text', 'text'],
    ['nothing', null, null],
  ])('does the right thing with %s', (_, before, after) => {
    const copy = structuredClone(before);
    expect(rewrite(before)).toEqual(after);
    expect(before).toEqual(copy);
  });
});
