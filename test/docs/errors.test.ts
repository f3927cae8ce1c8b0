import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CastellanError,
  CONFLICT_REASONS,
  DECISION_REASONS,
  ERROR_KINDS,
  REFUSAL_HINTS,
  REFUSAL_REASONS,
  TRANSACTION_REASONS,
} from '@castellan/core';
import { failureOf, failureOfStatus, type Failure } from '../../libs/nest/src/errors/failure';
import { iamErrorBody } from '../../libs/nest/src/errors/error-body';

const root = join(__dirname, '../..');
const catalogue = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** The first cells of each row of the table under a heading, without backticks. */
function table(heading: string, columns: number): string[][] {
  const [, section] = catalogue.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`docs/errors.md has no section "${heading}"`);
  const lines = (section.split('\n## ')[0] as string).split('\n').filter((line) => line.startsWith('|'));
  const cells = lines.slice(2).map((line) => line.split('|').slice(1, -1));
  return cells.map((row) => row.slice(0, columns).map((cell) => cell.trim().replaceAll('`', '')));
}

const firsts = (heading: string): string[] => table(heading, 1).flat();

const codeOf = (failure: Failure): string => (iamErrorBody(failure) as { error?: string }).error ?? 'none';

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));

/** The types of the issues that a source writes. A type like `${side}_than_equal` stands for each word that `side` may be. */
function issueTypes(source: string): string[] {
  const written = [...source.matchAll(/\btype: (['`])([^'`]+)\1,\s*loc\b/g)].map(([, , type]) => type as string);
  return written.flatMap((type) => {
    const [, name] = /\$\{(\w+)\}/.exec(type) ?? [];
    if (name === undefined) return [type];
    const [, words] = new RegExp(`\\b${name}: ('\\w+'(?: \\| '\\w+')*)`).exec(source) ?? [];
    if (words === undefined) throw new Error(`What ${name} may be in the type of an issue cannot be read`);
    return [...words.matchAll(/\w+/g)].map(([word]) => type.replace(`\${${name}}`, word));
  });
}

const every = Array.from({ length: 200 }, (_, at) => 400 + at);

describe('the catalogue of errors', () => {
  it('has exactly the kinds, each with its status and code', () => {
    const failures = ERROR_KINDS.map((kind) => [kind, failureOf(new CastellanError(kind, ''))] as const);
    const rows = failures.map(([kind, failure]) => [kind, String(failure.status), codeOf(failure)]);
    expect(table('Kinds', 3).toSorted()).toEqual(rows.toSorted());
  });

  it('has exactly the reasons of a 403, each with its hint', () => {
    const rows = table('Reasons of a refusal', 3).map(([reason, , hint]) => [reason, hint]);
    expect(Object.fromEntries(rows)).toEqual(REFUSAL_HINTS);
    expect(rows).toHaveLength(REFUSAL_REASONS.length);
  });

  it('says how each decision that denies is answered', () => {
    const denying = DECISION_REASONS.filter((reason) => reason !== 'granted');
    expect(denying.filter((reason) => !(REFUSAL_REASONS as readonly string[]).includes(reason))).toEqual([]);
  });

  it('finds no refusal in the sources without a reason of the list', () => {
    const written = ['libs/nest/src', 'apps/server/src']
      .flatMap(sources)
      .flatMap((source) => [...source.matchAll(/\bforbidden\('([^']*)'/g)].map(([, reason]) => reason as string));
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((reason) => !(REFUSAL_REASONS as readonly string[]).includes(reason))).toEqual([]);
  });

  it('has exactly the reasons of a conflict', () => {
    expect(firsts('Reasons of a conflict').toSorted()).toEqual([...CONFLICT_REASONS].toSorted());
  });

  it('has exactly the reasons of a transaction', () => {
    expect(firsts('Reasons of a transaction').toSorted()).toEqual([...TRANSACTION_REASONS].toSorted());
  });

  it('has exactly the statuses that the framework answers on its own, each with its code', () => {
    const known = every.filter((status) => failureOfStatus(status).status === status);
    const rows = known.map((status) => [String(status), codeOf(failureOfStatus(status))]);
    expect(table('Statuses of the framework', 2)).toEqual(rows);
  });

  it('has exactly the codes', () => {
    const failure = failureOfStatus(500);
    const codes = new Set(every.map((status) => codeOf({ ...failure, status })));
    const listed = [...table('Kinds', 3), ...table('Statuses of the framework', 2)].map((row) => row.at(-1));
    expect([...new Set(listed)].toSorted()).toEqual([...codes].toSorted());
  });

  it('has exactly the types of mistakes in a request', () => {
    const types = new Set(['libs/core/src', 'libs/nest/src'].flatMap(sources).flatMap(issueTypes));
    expect(firsts('Mistakes of a request').toSorted()).toEqual([...types].toSorted());
  });

  it('finds a type however it is written', () => {
    expect(issueTypes(`{ type: 'one', loc: [] }, { type: 'two',\n  loc, msg }, { type: 'other' }`)).toEqual([
      'one',
      'two',
    ]);
    expect(issueTypes("(side: 'a' | 'b') => ({ type: `${side}_c`, loc: [] })")).toEqual(['a_c', 'b_c']);
  });
});
