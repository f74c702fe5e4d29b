import { expect, test } from 'vitest';
import { matrixTable, readTable, writeTable } from './version-matrix.mjs';

/** What vitest reports of one case that is run with both copies of the SDK, and of a test that is no such case. */
const report = (esm, commonJs) => ({
  testResults: [
    {
      name: 'chat.test.ts',
      assertionResults: [
        { ancestorTitles: ['chat, ESM'], title: 'a|b', status: esm },
        { ancestorTitles: ['chat, CommonJS'], title: 'a|b', status: commonJs },
        { ancestorTitles: [], title: 'reads messages', status: 'passed' },
      ],
    },
  ],
});

test('a case is a row, and a version in a module system a column', () => {
  const reports = { 'openai 6': report('passed', 'skipped'), 'openai 7': report('failed', 'passed') };
  const table = matrixTable(reports, ['6.1.0', '7.2.0'], 'openai');
  expect(table.split('\n')).toEqual([
    '1 cases with openai 6.1.0, 7.2.0; – stands for what a version does not have.',
    '',
    '| case | openai 6 ESM | openai 6 CommonJS | openai 7 ESM | openai 7 CommonJS |',
    '|-|:-:|:-:|:-:|:-:|',
    '| **chat** | | | | |',
    '| a\\|b | ✓ | – | ✗ | ✓ |',
  ]);
});

test('the table is put between its marks, again and again, and the rest stays', () => {
  const readme = 'Before\n<!-- matrix: written by `npm run test:versions -- --write` -->\n<!-- /matrix -->\nAfter\n';
  const once = writeTable(readme, 'first');
  const twice = writeTable(once, 'second');
  expect([readTable(readme), readTable(once), readTable(twice)]).toEqual(['', 'first', 'second']);
  expect(twice.startsWith('Before\n') && twice.endsWith('\nAfter\n')).toBe(true);
  expect(() => writeTable('no place', 'first')).toThrow('no place for the table');
});
