// Who may import whom. The layers: core <- entity, repository, migrations <- service <- controller, guard, filter <- app.
// Type-only imports count: a layer that knows another's types knows the layer.
const nest = '^libs/nest/src/';
const packages = (...names) => names.map((name) => `(^|/)node_modules/${name}(/|$)|^${name}(/|$)`);
const administration =
  'past|history|change-sets|checks|policies|roles|members|assignments|schema|resources|registry|orgs|workspaces|audit|faces';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = [
  rule(
    'core-is-pure',
    'core imports nothing but itself: no package, no node:, nothing of the other workspaces',
    { path: '^libs/core/' },
    { pathNot: '^libs/core/' },
  ),
  rule(
    'libraries-below-apps',
    'a library never imports an app',
    { path: '^libs/' },
    { path: ['^apps/', '^@castellan/server'] },
  ),
  rule(
    'client-sees-core-alone',
    'the client knows core and no Nest',
    { path: '^libs/client/' },
    { path: '^libs/(?!client/|core/)|nestjs|typeorm' },
  ),
  rule(
    'packages-by-name',
    'another workspace is imported by its name, not by a path into it',
    { path: '^(libs/[^/]+|apps/[^/]+)/' },
    { path: '^(libs|apps)/', pathNot: ['^$1/', '/dist/'] },
  ),
  rule(
    'typeorm-below-services',
    'in the library only repositories, tables/, database/ and changes/ import typeorm, and in access/ the lists and one file; database/ re-exports what others need',
    {
      path: nest,
      pathNot: [
        '\\.repository\\.ts$',
        `${nest}(database|tables|changes)/`,
        `${nest}access/(lists/[^/]+|state/change-hints)\\.ts$`,
      ],
    },
    { path: packages('typeorm', '@nestjs/typeorm', 'pg') },
  ),
  rule(
    'storage-below-services',
    'entities and repositories know nothing of the layers above them',
    { path: `${nest}.*\\.(entity|repository)\\.ts$` },
    { path: `${nest}.*\\.(service|controller|guard|filter|module|dto)\\.ts$` },
  ),
  rule(
    'services-below-http',
    'a service knows nothing of controllers, guards and filters',
    { path: `${nest}.*\\.service\\.ts$` },
    { path: `${nest}.*\\.(controller|guard|filter|module)\\.ts$` },
  ),
  rule(
    'controllers-use-services',
    'a controller imports neither repositories nor typeorm',
    { path: '^(libs|apps)/.*\\.controller\\.ts$' },
    { path: ['\\.repository\\.ts$', ...packages('typeorm', '@nestjs/typeorm', 'pg')] },
  ),
  rule(
    'repository-is-private',
    "a feature uses its own repository and other features' services",
    { path: `${nest}([^/]+)/`, pathNot: `${nest}(members|resources|history)/` },
    { path: `${nest}[^/]+/.*\\.repository\\.ts$`, pathNot: `${nest}$1/` },
  ),
  rule(
    'repository-of-its-storage',
    'members and resources administer what assignments and registry store, and history what past reads: they use those repositories too',
    { path: `${nest}(members|resources|history)/` },
    { path: `${nest}[^/]+/.*\\.repository\\.ts$`, pathNot: `${nest}(members|assignments|resources|registry|past)/` },
  ),
];

// The folders of the library: each may use those before it.
const FOLDERS = [
  ...['database', 'tables', 'changes', 'errors', 'access', 'http', 'past', 'registry', 'assignments', 'policies'],
  ...['workspaces', 'roles', 'members', 'schema', 'resources', 'checks', 'change-sets', 'history', 'audit', 'orgs'],
  'faces',
];
const folders = FOLDERS.slice(0, -1).map((folder, at) =>
  rule(
    `${folder}-points-down`,
    'between folders, dependencies point one way',
    { path: `${nest}${folder}/` },
    { path: `${nest}(${FOLDERS.slice(at + 1).join('|')})/` },
  ),
);

const enforcement = [
  rule(
    'access-without-administration',
    'enforcement works in a host that has no administration',
    { path: `${nest}access/` },
    { path: `${nest}(${administration})/` },
  ),
  rule(
    'access-without-optional-packages',
    'a host that only protects its routes installs none of these: nothing that it loads may need them',
    { path: `${nest}(access/|castellan\\.module|index\\.ts$)` },
    {
      reachable: true,
      path: packages(
        '@nestjs/swagger',
        '@nestjs/passport',
        'passport[^/]*',
        '@electric-sql/pglite',
        'class-validator',
        'class-transformer',
      ),
    },
  ),
  rule(
    'embedded-is-the-apps-choice',
    "only the app's own top level (and tests) chooses the embedded database",
    { path: '^(libs|apps)/', pathNot: ['^apps/server/src/[^/]+\\.ts$', '^apps/server/src/embedded/'] },
    { path: '^apps/server/src/embedded/' },
  ),
];

const hygiene = [
  rule(
    'no-cycles',
    'two files that need each other are one, or hide a third',
    { path: '^(libs|apps)/' },
    { circular: true },
  ),
  {
    name: 'no-orphans',
    comment: 'a file that nothing imports and that imports nothing is dead, or its export was forgotten',
    severity: 'error',
    from: { orphan: true, path: '^(libs|apps)/[^/]+/src/', pathNot: '\\.d\\.ts$' },
    to: {},
  },
  rule(
    'no-tests-in-sources',
    'what is shipped knows nothing of tests and benchmarks',
    { path: '^(libs|apps)/' },
    { path: '^(test|bench|scripts)/' },
  ),
  rule(
    'declared-dependencies',
    "a package that is imported is in that workspace's own package.json",
    { path: '^(libs|apps)/' },
    // An optional peer counts as both undeclared and peer.
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-peer'] },
  ),
  rule(
    'no-development-packages',
    'sources do not import a development dependency',
    { path: '^(libs|apps)/' },
    { dependencyTypes: ['npm-dev'] },
  ),
  rule('resolvable', 'every import leads somewhere', {}, { couldNotResolve: true }),
  rule(
    'no-drawers',
    'a folder or file is called after what it holds, not utils, common or helpers',
    {},
    { path: '^(libs|apps)/.*/(util|utils|common|helper|helpers)[/.]' },
  ),
];

module.exports = {
  forbidden: [...layers, ...folders, ...enforcement, ...hygiene],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Another workspace is seen as its build (the name leads to dist): the edge counts, its inside is cruised as source.
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '(^|/)test/(conformance|hosts/[^/]+)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'require', 'node', 'default'],
      mainFields: ['types', 'main'],
      extensions: ['.ts', '.d.ts', '.js', '.cjs', '.mjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
