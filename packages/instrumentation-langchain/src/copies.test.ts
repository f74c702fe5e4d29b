import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const APP = fileURLToPath(new URL('testing/copies.test.support.ts', import.meta.url));

async function runApp(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=tracewright-source', APP, ...args]);
  return JSON.parse(stdout);
}

const COPIES = [
  ['before', 'esm'],
  ['after', 'cjs'],
  ['before', 'cjs'],
  ['after', 'esm'],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? COPIES.slice(0, 2) : COPIES)(
  'tracing that begins %s the %s copy is loaded patches it',
  async (order, format) => {
    // The copy that the entry itself would import is always fetched, and this entry is an ES module.
    expect(await runApp(order, format)).toEqual({ patched: format === 'esm' ? 1 : 2, names: ['chat'] });
  },
);

test('two copies in one process are both patched', { tags: 'thorough' }, async () => {
  expect(await runApp('before', 'esm', 'cjs')).toEqual({ patched: 2, names: ['chat', 'chat'] });
});
