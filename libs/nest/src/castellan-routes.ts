#!/usr/bin/env node
import { routesCommand } from './routes-command';

routesCommand(process.argv.slice(2)).then(
  ({ text, code }) => process.stdout.write(`${text}\n`, () => process.exit(code)),
  (error: unknown) => {
    process.stderr.write(`castellan-routes: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
