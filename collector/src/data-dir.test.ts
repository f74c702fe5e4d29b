import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeDataDir } from './data-dir.ts';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

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
