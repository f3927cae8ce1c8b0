import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in which the first test that needs a database leaves a template for the others. */
export default function globalSetup(): void {
  process.env['CASTELLAN_TEST_RUN'] = mkdtempSync(join(tmpdir(), 'castellan-test-'));
}
