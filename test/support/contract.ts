import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: { 'application/json': { schema: object } } }>;
}

interface Contract {
  readonly paths: Record<string, Record<string, Operation>>;
}

/** A contract file of `test/contract`. */
export function readContract(name: string): Contract {
  return JSON.parse(readFileSync(join(__dirname, '..', 'contract', `${name}.openapi.json`), 'utf8')) as Contract;
}

/** Tells in what an answer differs from a contract; an operation that the contract does not have is held to its errors. */
export class AnswerChecker {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });

  constructor(private readonly contract: Contract) {
    this.ajv.addSchema(contract, 'contract');
  }

  /** The operations, as `METHOD /path` with `{name}` parameters. */
  operations(): string[] {
    return Object.entries(this.contract.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** What is wrong with an answer of an operation (`METHOD /path`). */
  problems(operation: string, status: number, body: unknown): string[] {
    const [method = '', path = ''] = operation.split(' ');
    const declared = this.contract.paths[path]?.[method.toLowerCase()]?.responses[status];
    if (declared !== undefined && declared.content === undefined) return [];
    if (declared === undefined && status < 400) return [];
    const pointer =
      declared === undefined
        ? `#/components/schemas/${status === 422 ? 'HTTPValidationError' : 'Error'}`
        : `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
    const validate = this.ajv.getSchema(
      `contract${pointer.split('/').map(encodeURIComponent).join('/').replace('%23', '#')}`,
    );
    if (validate === undefined) throw new Error(`The contract has no ${pointer}`);
    return validate(body) === true ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
  }
}
