// `npm run client:types` writes the types of @castellan/client, from the service's OpenAPI document. With `--check` it writes
// nothing, and fails when the file is not what it would write; a file with the document may be named after that.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, prepare, root } from './prepare.mjs';

const name = 'libs/client/src/paths.generated.ts';
const file = join(root, name);
const head = "// Made by `npm run client:types` from the service's own OpenAPI document; not to be edited.\n\n";

const isDryRun = (part) => /^#\/components\/(parameters|schemas)\/DryRun$/.test(part?.$ref ?? '');

const oneOf = (parts) => (parts.length === 1 ? parts[0] : { oneOf: parts });

/**
 * What the client's types are made from. The client offers the dry run apart; it hands over a `Response`, whose headers have no
 * types of their own. Errors of one body are one type.
 */
function forClient(document) {
  const copy = structuredClone(document);
  const responses = (copy.components.responses = {});
  for (const operation of Object.values(copy.paths).flatMap((item) => Object.values(item))) {
    operation.parameters = operation.parameters?.filter((parameter) => !isDryRun(parameter));
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      delete response.headers;
      const json = response.content?.['application/json'];
      const either = json?.schema?.oneOf ?? json?.schema?.anyOf;
      if (Number(status) >= 400) {
        const name = json.schema.$ref.split('/').at(-1);
        responses[name] = { description: '', content: { 'application/json': { schema: json.schema } } };
        operation.responses[status] = { $ref: `#/components/responses/${name}` };
      } else if (isDryRun(json?.schema)) delete operation.responses[status];
      else if (either?.some(isDryRun)) json.schema = oneOf(either.filter((part) => !isDryRun(part)));
    }
  }
  delete copy.components.headers;
  return copy;
}

/** The types, formatted as prettier would. */
async function typesOf(document) {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const { format, resolveConfig } = await import('prettier');
  // Sorted, so that a module that moves changes nothing. A property with a default may be left out of a request.
  const types = await openapiTS(forClient(document), { alphabetize: true, defaultNonNullable: false });
  return format(head + astToString(types), { ...(await resolveConfig(file)), parser: 'typescript' });
}

/** The OpenAPI document of the built service, as text. */
function printed() {
  const printOpenapi = join(root, 'apps/server/dist/print-openapi.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [printOpenapi], { encoding: 'utf8' });
  if (status !== 0) fail(`the OpenAPI document could not be printed. Run \`npm run build\` first. ${stderr}`);
  return stdout;
}

const [mode, documentFile] = process.argv.slice(2);
const checks = mode === '--check';
if (mode !== undefined && !checks) fail(`${mode} is no option: there is --check.`, 2);
if (!checks && !prepare({ needs: 'all' })) fail('the build failed.');
const types = await typesOf(JSON.parse(documentFile ? readFileSync(documentFile, 'utf8') : printed()));
if (!checks) writeFileSync(file, types);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== types)
  fail(`${name} differs from the service's OpenAPI document. Run \`npm run client:types\`.`);
