import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeDataDir } from './data-dir.ts';
import { emptyFolder } from './testing/empty-folder.ts';

test('a folder that is missing is created', () => {
  const data = takeDataDir(join(emptyFolder(), 'a', 'b'));
  expect(data.path).toMatch(/[/\\]a[/\\]b$/);
  data.release();
});

test('a folder is taken by one collector at a time, and can be taken again once released', () => {
  const folder = emptyFolder();
  const first = takeDataDir(folder);
  expect(() => takeDataDir(folder)).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
  first.release();
  takeDataDir(folder).release();
});

test('a place where no folder can be is refused by name', () => {
  const file = join(emptyFolder(), 'file');
  writeFileSync(file, '');
  expect(() => takeDataDir(join(file, 'data'))).toThrow(expect.objectContaining({ code: 'STORE_UNWRITABLE' }));
  expect(() => takeDataDir(join(file, 'data'))).toThrow(/TRACEWRIGHT_DATA/);
});
