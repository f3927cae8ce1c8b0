import { readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';

const contract = readContract('organizations-roles') as any;

let server: TestServer;
let document: any;
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.anonymous.get('/openapi.json').expect(200)).body;
});
afterAll(() => server.close());

/** What a schema says, with references followed, examples and bounds left out, and names in order. */
function shape(whole: any, schema: any): any {
  if (schema?.$ref !== undefined) {
    const [, ...names] = schema.$ref.split('/');
    return shape(
      whole,
      names.reduce((part: any, name: string) => part[name], whole),
    );
  }
  if (schema?.items !== undefined) return [shape(whole, schema.items)];
  if (schema?.properties === undefined) return [schema?.enum ?? schema?.type].flat().join(' ');
  const required: string[] = schema.required ?? [];
  const properties = Object.entries(schema.properties).map(([name, part]): [string, unknown] => [
    required.includes(name) ? name : `${name}?`,
    shape(whole, part),
  ]);
  return Object.fromEntries(properties.sort());
}

/** The schema of a body; a change may also be answered by its dry run, and by less to a caller who may not read the object. */
const json = (part: any): any => {
  const schema = part?.content?.['application/json']?.schema;
  return (schema?.oneOf ?? schema?.anyOf)?.[0] ?? schema;
};
const operations = Object.entries<any>(contract.paths).flatMap(([path, item]) =>
  Object.entries<any>(item).map(([method, operation]): [string, string, any] => [method, path, operation]),
);

describe('the OpenAPI document of the second face', () => {
  it.each(operations)('has %s %s as the contract has it', (method, path, theirs) => {
    const ours = document.paths[path][method];
    expect(ours.operationId).toBe(theirs.operationId);
    const parameters = ({ parameters: all }: any): string[] =>
      all.map((p: any) => `${p.in} ${p.name} ${p.required} ${p.schema?.type}`);
    expect(parameters(ours)).toEqual(expect.arrayContaining(parameters(theirs)));
    expect(shape(document, json(ours.requestBody))).toEqual(shape(contract, json(theirs.requestBody)));
    for (const [status, answer] of Object.entries<any>(theirs.responses)) {
      expect(shape(document, json(ours.responses[status]))).toMatchObject(shape(contract, json(answer)));
    }
  });

  it('says which permission each route needs', () => {
    const needed = operations.map(([method, path]) => document.paths[path][method]['x-required-permission']);
    expect(needed.toSorted()).toEqual(['create', 'delete', 'read', 'read', 'update'].map((name) => `roles:${name}`));
  });
});
