import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphql, http } from './callers';
import {
  databaseOfSuite,
  describeHost,
  folderOfSuite,
  UNDECLARED,
  withPackedLibraries,
  type Host,
} from './describe-hosts';
import { installHost, npm, QUIET } from './installed-host';
import { readmeInstalls } from './readme-example';

const SILENT_ROUTE = [`GET /silent (SilentController.show) ${UNDECLARED}`];

/** The hosts that only `npm run hosts` starts. */
const REST: readonly Host[] = [
  { name: 'nest11-readme', asked: { HTTP: http }, broken: { silent: SILENT_ROUTE } },
  { name: 'nest11-esm-knex', asked: { HTTP: http }, lends: true, broken: { silent: SILENT_ROUTE } },
  {
    name: 'nest11-mercurius',
    asked: { GraphQL: graphql },
    broken: { silent: [`Query silent (SilentResolver.silent) ${UNDECLARED}`] },
  },
];

/** Every combination of versions that the README names. */
const VERSIONS = ['11', '12'].flatMap((nest) =>
  ['0.3.20', '0.3', '1'].flatMap((typeorm) => ['0.14', '0.15'].map((validator) => [nest, typeorm, validator] as const)),
);

withPackedLibraries((server, tarballs) => {
  REST.forEach((host) => describeHost(host, server, tarballs));

  describe('nest11-tests', () => {
    const folder = folderOfSuite();
    const database = databaseOfSuite(server);
    beforeAll(() => installHost('nest11-tests', folder(), tarballs()));

    it.each(['jest', 'vitest'])('acts as a member in tests that %s runs', async (runner) => {
      await npm(folder(), ['run', `test:${runner}`], { DATABASE_URL: database() });
    });
  });

  describe('the install lines of the README', () => {
    it.each(VERSIONS)('work as they stand on Nest %s with TypeORM %s and class-validator %s', async (...versions) => {
      await expect(installs(versions, tarballs())).resolves.toBeUndefined();
    });
    const folder = folderOfSuite();

    /** Lets npm find the packages of a host, and install none. @throws Error with npm's conflict */
    async function installs(
      [nest, typeorm, validator]: (typeof VERSIONS)[number],
      packed: readonly string[],
    ): Promise<void> {
      writeFileSync(join(folder(), 'package.json'), JSON.stringify({ name: 'host', private: true }));
      const start = ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${nest}`);
      const chosen: Record<string, string> = {
        typeorm: `typeorm@${typeorm}`,
        'class-validator': `class-validator@${validator}`,
      };
      const said = readmeInstalls().map((one) => chosen[one] ?? one.replace('@11', `@${nest}`));
      rmSync(join(folder(), 'package-lock.json'), { force: true });
      await npm(folder(), [
        'install',
        '--package-lock-only',
        ...QUIET,
        ...start,
        'reflect-metadata',
        'rxjs',
        ...said,
        ...packed,
      ]);
    }
  });
});
