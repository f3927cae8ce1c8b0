import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/packed';

const readme = readFileSync(join(ROOT, 'libs/nest/README.md'), 'utf8');

/** The first application of the README as a module of a host; it listens where the environment says. */
export function readmeExample(): string {
  const example = /## A first application\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const listening = example.replace('listen(3000)', "listen(Number(process.env['PORT']))");
  if (listening === example) throw new Error('The example does not listen in the expected way');
  return listening;
}

/** What the README's lines install, in their order, without Castellan's own packages; on Nest 11, as they stand. */
export function readmeInstalls(): string[] {
  const lines = [...readme.matchAll(/^npm install (.*?)\s*(?:#.*)?$/gm)].map(([, line = '']) => line.split(/\s+/));
  return lines.flat().filter((name) => !name.startsWith('@castellan/'));
}
