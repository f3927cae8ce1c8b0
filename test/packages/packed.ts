import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the checkout. */
export const ROOT = join(__dirname, '..', '..');

/** The libraries, by their folders. */
export const LIBRARIES = ['core', 'nest', 'client'];

/** What npm would publish of a library. */
export interface Packed {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Paths below the folder, sorted. */
  readonly files: readonly string[];
  /** The text of one of the files. */
  text(file: string): string;
  /** The modules of the sources: paths below `src` without `.ts`. */
  readonly modules: readonly string[];
}

/** The fields of a package.json that the tests look at. */
export interface Manifest {
  readonly name: string;
  readonly exports: Record<string, { types: string; module?: string; default: string }>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly bin?: Record<string, string>;
  readonly [field: string]: unknown;
}

/** Asks npm what it would publish of a library as it is built now. */
export function packed(library: string): Packed {
  const folder = join(ROOT, 'libs', library);
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [pack] = JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })) as [
    { files: Array<{ path: string }> },
  ];
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  return {
    folder,
    text,
    manifest: JSON.parse(text('package.json')) as Manifest,
    files: pack.files.map(({ path }) => path).sort(),
    modules: sources.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length)),
  };
}
