import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import type { Engine } from './differences';

/** One change of the engine that makes it wrong. */
export interface Mutation {
  /** What is wrong with the changed engine. */
  readonly wrong: string;
  /** The file of libs/core/src that changes, without `.ts`. */
  readonly file: string;
  /** The text to replace; it must be in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

const folder = join(__dirname, '../../libs/core/src');
/** The sources by their path below libs/core/src, without `.ts`. */
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.slice(0, -3), readFileSync(join(folder, path), 'utf8')]),
);
const built = new Map<string, string>();

/** Loads libs/core with one text replaced. @throws Error when the text is not there exactly once */
export function mutant({ file, from, to }: Mutation): Engine {
  const parts = (sources.get(file) ?? '').split(from);
  if (parts.length !== 2) throw new Error(`${file}.ts has ${parts.length - 1} times: ${from}`);
  return load(new Map([...sources, [file, parts.join(to)]]));
}

/** Loads libs/core from its sources, as mutants are loaded. */
export const unchanged = (): Engine => load(sources);

function load(from: ReadonlyMap<string, string>): Engine {
  const loaded = new Map<string, object>();
  const need = (path: string): object => {
    const name = normalize(path);
    const source = from.get(name);
    if (source === undefined) throw new Error(`libs/core has no ${path}`);
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const exported = {};
    loaded.set(name, exported);
    const required = (relative: string): object => need(join(dirname(name), relative));
    new Function('exports', 'require', javascript(source))(exported, required);
    return exported;
  };
  return need('index') as Engine;
}

function javascript(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const known = built.get(source) ?? ts.transpileModule(source, { compilerOptions }).outputText;
  built.set(source, known);
  return known;
}
