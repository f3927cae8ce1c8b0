import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const methods =
  'GET,POST,PUT,DELETE,policies,roles,workspaces,members,permissions,resources,audit,rolesApi,organizations,dryRun,organization';
const use = "console.log(Object.keys(createCastellanClient({ baseUrl: 'http://127.0.0.1', token: 'x' })).join())";

/** What a program prints that is given to Node in the checkout, where the package is found by its name. */
const printed = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }).trim();

describe('the package of the client', () => {
  it('is required by a CommonJS program', () => {
    const program = `const { createCastellanClient } = require('@castellan/client'); ${use}`;
    expect(printed('--input-type=commonjs', '-e', program)).toBe(methods);
  });

  it('is imported, by the names of its exports, by an ECMAScript module', () => {
    const program = `import { createCastellanClient } from '@castellan/client'; ${use}`;
    expect(printed('--input-type=module', '-e', program)).toBe(methods);
  });
});

describe('the types of the client', () => {
  it("are those of the service's OpenAPI document", () => {
    expect(() => printed(join(ROOT, 'scripts/client-types.mjs'), '--check')).not.toThrow();
  });
});
