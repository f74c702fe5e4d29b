import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundleCollector } from './collector-bundle.mjs';

/** A repository with nothing but a collector of two modules. */
function repository(main) {
  const root = mkdtempSync(join(tmpdir(), 'tracewright-bundle-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'collector', 'src'), { recursive: true });
  writeFileSync(join(root, 'collector', 'src', 'index.ts'), 'export const name = 1;\n');
  writeFileSync(join(root, 'collector', 'src', 'main.ts'), main);
  return root;
}

test('what changes while a bundle is made is newer than the bundle', async () => {
  const root = repository('console.log(1);\n');
  const folder = join(root, 'collector', 'bundle');
  const bundling = bundleCollector(root, folder);
  const afterMs = Date.now();

  await bundling;

  expect(statSync(join(folder, 'main.js')).mtimeMs).toBeLessThanOrEqual(afterMs);
});

test('a bundle that cannot be made leaves the one of before as it is', async () => {
  const root = repository("import './nowhere.ts';\n");
  const folder = join(root, 'collector', 'bundle');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.js'), 'before');

  await expect(bundleCollector(root, folder)).rejects.toThrow('nowhere');

  expect(readFileSync(join(folder, 'main.js'), 'utf8')).toBe('before');
  expect(readdirSync(join(root, 'collector'))).toEqual(['bundle', 'src']);
});
