import { execFile } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { APP_FOLDER } from './sdk-under-test.test.support.ts';

const APPS = resolve(import.meta.dirname, '../test/apps');

/** Where they are run: beside the `openai` that is tested, as an app of that folder. */
const folder = APP_FOLDER === resolve(import.meta.dirname, '..') ? APPS : join(APP_FOLDER, 'dist');
if (folder !== APPS) cpSync(APPS, folder, { recursive: true });

async function runApp(name: string, ...more: readonly string[]): Promise<unknown> {
  const args = ['--conditions=tracewright-source', join(folder, name), ...more];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

const CASES = [
  ['an app that imports openai before tracing starts', 'import-before.mjs'],
  ['an app that requires openai afterwards', 'require-after.cjs'],
  ['an app that imports openai afterwards', 'import-after.mjs'],
  ['an app that requires openai before tracing starts', 'require-before.cjs'],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? CASES.slice(0, 2) : CASES)(
  '%s is traced, and no copy more than it uses',
  async (_case, name) => {
    expect(await runApp(name)).toEqual({ spans: 1, copies: 1 });
  },
);

test('both copies in one process are traced, and classes derived from theirs', { tags: 'thorough' }, async () => {
  expect(await runApp('both-formats.mjs')).toEqual({ spans: 4, copies: 2 });
});

const OLDER = resolve(import.meta.dirname, '../versions/openai-5');

test('two versions in one process are traced', async (context) => {
  if (!existsSync(join(OLDER, 'node_modules'))) {
    return context.skip('openai 5 is not installed: npm run test:versions brings it');
  }
  expect(await runApp('two-versions.mjs', join(OLDER, 'package.json'))).toEqual({ spans: 2, copies: 2 });
});
