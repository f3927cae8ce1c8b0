import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Response } from 'supertest';

/** The request of an answer. */
export interface AnsweredRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}

interface Operation {
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

interface DocumentedAnswer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { schema?: object }>>;
  readonly headers?: Readonly<Record<string, { $ref: string }>>;
}

/** Headers that an answer may have only where the document says so. */
const DOCUMENTED_HEADERS = [
  'ETag',
  'Castellan-Revision',
  'Retry-After',
  'WWW-Authenticate',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/** Holds answers against an OpenAPI document: status, content type, body and headers. */
export class DocumentedAnswers {
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  private readonly paths: ReadonlyArray<readonly [pattern: RegExp, path: string]>;
  private readonly document: any;

  constructor(document: object) {
    this.document = withoutOtherProperties(document);
    this.ajv.addSchema(this.document, 'document');
    const paths = Object.keys(this.document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
    this.paths = paths.map((path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path]);
  }

  /** What is wrong with an answer; nothing where the document has no such operation. */
  problems({ method, path }: AnsweredRequest, answer: Response): string[] {
    const [pathname = ''] = path.split('?');
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const found = this.paths.find(([pattern, known]) => pattern.test(pathname) && verb in this.document.paths[known]);
    if (found === undefined) return [];
    const { responses } = this.document.paths[found[1]][verb] as Operation;
    const documented = responses[answer.status];
    if (documented === undefined) return [`the status ${answer.status} is not documented`];
    const pointer = ['paths', found[1], verb, 'responses', String(answer.status)];
    return [
      ...(method === 'HEAD' ? [] : this.bodyProblems(documented, pointer, answer)),
      ...this.headerProblems(documented, answer),
      ...unknownReason(documented, answer),
    ];
  }

  private bodyProblems({ content }: DocumentedAnswer, pointer: readonly string[], answer: Response): string[] {
    if (content === undefined) return answer.text ? ['a body is not documented'] : [];
    if (content[answer.type] === undefined) return [`the content type ${answer.type} is not documented`];
    if (answer.type !== 'application/json') return [];
    const validate = this.validator([...pointer, 'content', answer.type, 'schema']);
    return validate(answer.body) === true ? [] : messages(validate, 'body');
  }

  private headerProblems({ headers = {} }: DocumentedAnswer, answer: Response): string[] {
    const unknown = DOCUMENTED_HEADERS.filter((name) => headers[name] === undefined && valueOf(answer, name) !== null);
    const wrong = Object.entries(headers).flatMap(([name, { $ref }]) => {
      const pointer = ['components', 'headers', $ref.split('/').at(-1) as string];
      const { required, schema } = this.document.components.headers[pointer[2] as string];
      const value = valueOf(answer, name);
      if (value === null) return required === true ? [`the header ${name} is missing`] : [];
      const validate = this.validator([...pointer, 'schema']);
      return validate(schema.type === 'integer' ? Number(value) : value) === true ? [] : messages(validate, name);
    });
    return [...unknown.map((name) => `the header ${name} is not documented`), ...wrong];
  }

  private validator(pointer: readonly string[]): ValidateFunction {
    const steps = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const validate = this.ajv.getSchema(`document#/${steps.join('/')}`);
    if (validate === undefined) throw new Error(`The document has no ${pointer.join(' ')}`);
    return validate;
  }
}

const messages = ({ errors }: ValidateFunction, part: string): string[] =>
  (errors ?? []).map(
    ({ instancePath, message, params }) => `${part}${instancePath} ${message} ${JSON.stringify(params)}`,
  );

const valueOf = ({ headers }: Response, name: string): string | null => headers[name.toLowerCase()] ?? null;

/** Face 2 has no details; the reason of a conflict in face 1 is one of those that the operation names. */
function unknownReason({ description }: DocumentedAnswer, { status, body }: Response): string[] {
  const reason: unknown = body?.details?.reason;
  if (status !== 409 || reason === undefined || description.includes(`\`${String(reason)}\``)) return [];
  return [`the reason ${String(reason)} is not documented`];
}

/** A copy in which an object has no other properties than those that are documented. */
function withoutOtherProperties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOtherProperties);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutOtherProperties(part)]));
  const isClosed =
    copy['type'] === 'object' && typeof copy['properties'] === 'object' && !('additionalProperties' in copy);
  return isClosed ? { ...copy, additionalProperties: false } : copy;
}
