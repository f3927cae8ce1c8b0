import { killedEmbeddedPart, killedServicePart } from './killed-service.part';
import { awayPart } from './away.part';
import { freshnessPart } from './freshness.part';
import { killedPostgresPart } from './killed-postgres.part';
import { described } from './machine';
import { optionsOf, type Options } from './options';
import { overloadPart } from './overload.part';
import { PrivatePostgres } from './private-postgres';
import { racesPart } from './races.part';
import { isGood, type Result } from './report';
import { Scratch } from './scratch';
import { slowClientsPart } from './slow-clients.part';
import { soakPart } from './soak.part';
import { standbyPart } from './standby.part';

type Part = (scratch: Scratch, server: string, options: Options, postgres: PrivatePostgres) => Promise<Result[]>;

const parts: Readonly<Record<string, Part>> = {
  races: racesPart,
  freshness: freshnessPart,
  'killed-service': killedServicePart,
  'killed-embedded': killedEmbeddedPart,
  'killed-postgres': killedPostgresPart,
  away: awayPart,
  standby: standbyPart,
  overload: overloadPart,
  'slow-clients': slowClientsPart,
  soak: soakPart,
};

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const unknown = options.parts.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(', ')}; there is ${Object.keys(parts).join(', ')}`);
  const results: Result[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (options.parts.length > 0 && !options.parts.includes(name)) continue;
    results.push(...(await cleanedUp(name, part, options)));
  }
  const bad = results.filter((result) => !isGood(result));
  process.stdout.write(
    bad.length === 0 ? 'Faults: all survived\n' : `Faults: ${bad.length} of ${results.length} failed\n`,
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
}

/** Runs a part on a PostgreSQL of its own, and undoes what it made also when it is interrupted. */
async function cleanedUp(name: string, part: Part, options: Options): Promise<Result[]> {
  const scratch = new Scratch();
  const interrupt = () => void scratch.clean().finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    const postgres = await PrivatePostgres.start(scratch);
    process.stdout.write(`\n== ${name}; ${await described(postgres.url)}\n`);
    return await part(scratch, postgres.url, options, postgres);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await scratch.clean();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`faults: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
