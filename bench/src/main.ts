import { writeFileSync } from 'node:fs';
import { auditBench } from './audit.bench';
import { check } from './check.bench';
import { cold } from './cold.bench';
import { decision } from './decision.bench';
import { auditFiltersBench } from './audit-filters.bench';
import { table, type Figure } from './figure';
import { guard } from './guard.bench';
import { http } from './http.bench';
import { lastAdminBench } from './last-admin.bench';
import { limitsBench } from './limits.bench';
import { described, machine } from './machine';
import { membersBench } from './members.bench';
import { pagesBench } from './pages.bench';
import { Scratch } from './scratch';
import { start } from './start.bench';
import { token } from './token.bench';

const benches: Record<string, (scratch: Scratch) => Promise<Figure[]>> = {
  start,
  decision,
  members: membersBench,
  pages: pagesBench,
  audit: auditBench,
  'audit-filters': auditFiltersBench,
  'last-admin': lastAdminBench,
  limits: limitsBench,
  http,
  guard,
  check,
  cold,
  token,
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) return refuse(`There is no bench ${unknown.join(', ')}; there is ${listed()}.`);
  const on = await machine();
  console.log(`${described(on)}\n`);
  const figures: Record<string, Figure[]> = {};
  const failed: string[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stderr.write(`bench: ${name} ...\n`);
    try {
      figures[name] = await cleanedUp(bench);
      console.log(`## ${name}\n\n${table(figures[name])}\n`);
    } catch (error) {
      // What does not work has no figures; that is no miss, so the run fails, and the other benches still tell theirs.
      console.log(`## ${name}\n\nFailed: ${error instanceof Error ? error.message : String(error)}\n`);
      failed.push(name);
    }
  }
  const missed = Object.values(figures)
    .flat()
    .filter(({ ok }) => ok === false);
  console.log(missed.length === 0 ? 'Nothing was missed.' : `Missed: ${missed.map((each) => each.figure).join('; ')}.`);
  if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}.`);
  const out = process.env['BENCH_OUT'];
  if (out) writeFileSync(out, `${JSON.stringify({ machine: on, figures }, null, 2)}\n`);
  const strict = process.env['BENCH_STRICT'] === '1';
  if (failed.length > 0 || (strict && missed.length > 0)) process.exitCode = 1;
}

async function cleanedUp(bench: (scratch: Scratch) => Promise<Figure[]>): Promise<Figure[]> {
  const scratch = new Scratch();
  const interrupt = () => void scratch.clean().finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await bench(scratch);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await scratch.clean();
  }
}

function refuse(reason: string): void {
  process.stderr.write(`bench: ${reason}\n`);
  process.exitCode = 2;
}

const listed = () => Object.keys(benches).join(', ');

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
