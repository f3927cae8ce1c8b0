import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { compiling } from './compiling';
import { contest } from './contest';
import { growth } from './growth';
import { isMet, table, type Line } from './report';

const QUESTIONS = process.env['BENCH_QUICK'] === '1' ? 100_000 : 1_000_000;

function git(...args: string[]): string {
  return spawnSync('git', args, { cwd: join(__dirname, '../..'), encoding: 'utf8' }).stdout?.trim() ?? '';
}

async function main(out: string | undefined): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('Run this by bench/decision/run.mjs, or with --expose-gc');
  const changed = git('status', '--porcelain', '--', 'libs/core/src', 'bench/decision') === '' ? '' : ' with changes';
  const machine = {
    ...{ at: new Date().toISOString(), commit: `${git('rev-parse', '--short', 'HEAD')}${changed}` },
    ...{ node: process.versions.node, cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0]?.toFixed(1) },
  };
  console.log(
    `${Object.entries(machine)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}\nprocessor time, medians\n`,
  );
  const lines: Line[] = [];
  // Memory and compiling first: the contest leaves gigabytes behind.
  for (const part of [compiling, () => growth(QUESTIONS), () => contest(QUESTIONS)]) lines.push(...(await part()));
  console.log(table(lines));
  const missed = lines.filter((line) => isMet(line) === false);
  console.log(
    missed.length === 0 ? '\nNothing was missed.' : `\nMissed: ${missed.map((line) => line.figure).join('; ')}.`,
  );
  if (out !== undefined) writeFileSync(out, `${JSON.stringify({ machine, lines }, null, 2)}\n`);
  if (process.env['BENCH_STRICT'] === '1' && missed.length > 0) process.exitCode = 1;
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
