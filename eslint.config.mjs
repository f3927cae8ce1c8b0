import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const production = ['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts'];
const tests = ['test/**/*.ts', 'bench/**/*.ts'];
const plain = ['**/*.{js,cjs,mjs}'];

const unused = ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }];

// One reader of the environment: apps/server/src/config.ts.
const environment = {
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'Only apps/server/src/config.ts reads the environment.' },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: ['process', 'node:process'].map((name) => ({
        name,
        message: 'Use the global; its env is for config.ts.',
      })),
    },
  ],
};

const noEnvironmentRules = { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' };

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'coverage/', '.data/', '**/*.generated.ts', 'test/hosts/*/'] },
  js.configs.recommended,
  {
    files: production,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...environment,
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipComments: true }],
      'max-params': ['error', 4],
      // An async method that throws must reject, whether or not it awaits anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': unused,
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'typeLike',
          format: ['PascalCase'],
          // No I prefix, no Base, and no name that says nothing.
          custom: { regex: '^(?!I[A-Z][a-z])(?!Base[A-Z])(?!.*(Manager|Helpers?|Utils?|Impl|Common)$)', match: true },
        },
      ],
    },
  },
  // TypeORM's partial types do not take Record<string, unknown> for jsonb.
  { files: ['libs/nest/src/**/*.entity.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['apps/server/src/main.ts'], rules: { 'no-console': 'off' } },
  { files: ['apps/server/src/config.ts', 'apps/server/src/print-openapi.ts'], rules: noEnvironmentRules },
  {
    files: [...tests, 'ormconfig.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: 'tsconfig.tests.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', 400],
      '@typescript-eslint/no-unused-vars': unused,
      '@typescript-eslint/no-explicit-any': 'off',
      // An expectation that nobody awaits never fails.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { files: ['test/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: plain,
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'performance', 'fetch', 'URL', 'Buffer', 'AbortSignal', 'setTimeout', 'clearTimeout']
          .concat(['setInterval', 'clearInterval', 'setImmediate', 'structuredClone', 'TextEncoder', 'TextDecoder'])
          .map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'max-lines': ['error', 400] },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
);
