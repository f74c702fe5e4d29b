import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { thoroughTests } from './thorough-tests.mjs';

test('a file of tests is found by a tag, by the variable, and by what it imports by others that import each other', () => {
  const root = mkdtempSync(join(tmpdir(), 'tracewright-thorough-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path, source) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  };
  write('collector/src/tagged.test.ts', "test('all of it', { tags: 'thorough' }, () => {});");
  write('packages/a/src/sized.test.ts', 'const SIZE = process.env.TRACEWRIGHT_THOROUGH ? 9 : 1;');
  write('packages/a/src/plain.test.ts', "// Not thorough.\nimport { a } from './a.ts';");
  write('packages/a/test/page.browser.test.ts', "import { look } from './look.ts';");
  write('packages/a/test/look.ts', "import { open } from './open.ts';");
  write('packages/a/test/open.ts', "import { look } from './look.ts';\nimport { IS_THOROUGH } from './runs.ts';");
  write('packages/a/test/runs.ts', 'export const IS_THOROUGH = process.env.TRACEWRIGHT_THOROUGH;');

  expect(thoroughTests(root)).toEqual([
    'collector/src/tagged.test.ts',
    'packages/a/src/sized.test.ts',
    'packages/a/test/page.browser.test.ts',
  ]);
});
