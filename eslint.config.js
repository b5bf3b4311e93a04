import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** A folder may not import what these patterns name; the arrows are in docs/architecture.md. */
const mayNotImport = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** Command line and window reach the engine through its one door. */
const behindTheDoor = ['**/engine/**', '!**/engine/engine.ts'];

export default ts.config(
  { ignores: ['node_modules', 'dist', 'release', 'models/built', '.runtime', 'test-results'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: ts.parser } },
  },
  { files: ['src-renderer/**'], languageOptions: { globals: { ...globals.browser } } },
  { files: ['scripts/**', 'bench/**', 'bin/**', 'models/**'], rules: { 'no-console': 'off' } },
  {
    files: ['src-main/**', 'src-renderer/**'],
    ignores: ['src-main/shared/foreign-text.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateElement[tail=false][value.raw=/“$/]',
          message: 'A value could end this quotation: use quoted() of shared/foreign-text.ts.',
        },
      ],
    },
  },
  mayNotImport(['src-main/shared/**'], ['node:*', 'electron', '**/engine/**', '**/app/**', '**/cli/**']),
  mayNotImport(['src-main/engine/**'], ['electron', '**/app/**', '**/cli/**']),
  mayNotImport(['src-main/cli/**'], ['electron', '**/app/**', ...behindTheDoor]),
  mayNotImport(['src-main/app/**'], ['**/cli/**', ...behindTheDoor]),
  mayNotImport(['src-renderer/**'], ['node:*', 'electron', '**/engine/**', '**/app/**', '**/cli/**']),
);
