const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
];

// The browser test needs a Chromium: it runs alone, by `npm run test:browser`.
const browser = process.env.CASTELLAN_BROWSER === '1';
// These need no database, or the embedded one itself: once is enough.
const once = ['auth', 'core', 'docs', 'embedded', 'http', 'lifecycle', 'packages', 'readme'];
// What may differ between databases, and one file for each feature: on the embedded database, beside a run on PostgreSQL.
const onBoth = [
  ...['database', 'conformance', 'freshness', 'races'].map((name) => `${name}/**`),
  'e2e/{audit,checks,dry-run,explanations,members,orgs,policies,resources,roles,schema,sso,statements,workspaces}',
  'embedding/{access-service,administration,host-transaction,list-agreement}',
];
const subset = process.env.CASTELLAN_TEST_SUBSET === '1';
// Plain functions, without what compares millions of answers: `npm run test:unit` takes seconds.
const unit = process.env.CASTELLAN_UNIT === '1';
const slow = unit ? ['/test/core/(growth|mutants|agreement|.*\\.property)\\.test\\.ts$'] : [];
const postgres = process.env.CASTELLAN_TEST_DATABASE === 'postgres';
const elsewhere = [...(browser ? [] : ['browser']), ...(postgres ? once : [])].map((name) => `<rootDir>/test/${name}/`);

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: unit
    ? ['<rootDir>/test/core', '<rootDir>/test/http']
    : [browser ? '<rootDir>/test/browser' : '<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', ...elsewhere, ...slow],
  testMatch: subset
    ? [...once.map((name) => `${name}/**`), ...onBoth].map(
        (path) => `<rootDir>/test/${path.replace('**', '**/*')}.test.ts`,
      )
    : ['**/*.test.ts'],
  transform: { '^.+\\.ts$': swc, '@electric-sql/pglite/.*\\.cjs$': swc },
  transformIgnorePatterns: ['node_modules/(?!@electric-sql/pglite/)'],
  moduleNameMapper: {
    '^@castellan/core$': '<rootDir>/libs/core/src',
    '^@castellan/client$': '<rootDir>/libs/client/src',
    '^@castellan/nest$': '<rootDir>/libs/nest/src',
    '^@castellan/nest/roles$': '<rootDir>/libs/nest/src/faces/statements',
    '^@castellan/nest/(.*)$': '<rootDir>/libs/nest/src/$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  // Long, because machines are shared: a test that hangs fails, one that waits for its turn does not.
  testTimeout: 240_000,
  workerIdleMemoryLimit: '2GB',
};
