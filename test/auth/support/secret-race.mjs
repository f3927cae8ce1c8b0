// Asks for the development secret of one new folder after another, each at its appointed time, so that several such
// processes meet: node secret-race.mjs <config.js> <folder> <start, ms> <rounds>; prints the secrets as JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [config, folder, start, rounds] = process.argv.slice(2);
const { loadConfig } = createRequire(import.meta.url)(config);

const secrets = [];
for (let round = 0; round < Number(rounds); round += 1) {
  while (Date.now() < Number(start) + round * 10);
  secrets.push(loadConfig({ DATA_DIR: join(folder, String(round)) }).jwt.secret);
}
console.log(JSON.stringify(secrets));
