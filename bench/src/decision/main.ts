import { compiling } from './compiling';
import { contest } from './contest';
import { growth } from './growth';
import type { Line } from './line';

// A process of its own: its heap is measured, and the contest leaves gigabytes behind. It answers its parent, and prints nothing.
const QUESTIONS = process.env['BENCH_QUICK'] === '1' ? 100_000 : 1_000_000;

async function main(): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('The heap is not measured without --expose-gc');
  const lines: Line[] = [];
  // Memory and compiling first, for the same reason.
  for (const part of [compiling, () => growth(QUESTIONS), () => contest(QUESTIONS)]) lines.push(...(await part()));
  process.send?.(lines);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
