import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { blobStoreContract, pieces } from '../blob-store.contract.ts';
import { withSha256 } from '../with-sha256.ts';
import { DiskBlobStore } from './disk-blob-store.ts';

blobStoreContract(() => new DiskBlobStore(join(emptyFolder(), 'blobs')));

test('a blob is a file of its path, and nothing stays of those that broke off', async () => {
  const folder = emptyFolder();
  const store = new DiskBlobStore(folder);
  await store.put('default', '1/run/a.txt', pieces('hello'));
  await store.put('default', '1/run/a.txt', withSha256(pieces('hello'), 'other')).catch(() => {});
  await store.delete('default', '1/run/none');
  expect(readFileSync(join(folder, 'default/1/run/a.txt'), 'utf8')).toBe('hello');
  expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
});

test('links are followed nowhere, whatever they lead to', async () => {
  const folder = emptyFolder();
  const outside = emptyFolder();
  writeFileSync(join(outside, 'secret'), 'secret');
  mkdirSync(join(folder, 'default'));
  symlinkSync(outside, join(folder, 'default/folder'));
  symlinkSync(join(outside, 'secret'), join(folder, 'default/file'));
  const store = new DiskBlobStore(folder);
  for (const path of ['folder', 'folder/secret', 'file']) {
    const refused = { code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' };
    await expect(store.read('default', path), path).rejects.toMatchObject(refused);
    await expect(store.put('default', path, pieces('x')), path).rejects.toMatchObject(refused);
    await expect(store.list('default', path), path).rejects.toMatchObject(refused);
    await expect(store.delete('default', path), path).rejects.toMatchObject(refused);
  }
  expect(await store.list('default', '')).toEqual([]);
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
});

test('what a killed process left unfinished is removed', async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, '.incoming'));
  writeFileSync(join(folder, '.incoming/half'), 'half');
  const store = new DiskBlobStore(folder);
  await store.put('default', 'whole', pieces('whole'));
  await store.removeUnfinished();
  expect(readdirSync(folder)).toEqual(['default']);
});

test('a store that cannot be written says so', async () => {
  const folder = join(emptyFolder(), 'blobs');
  writeFileSync(folder, 'a file where the folder should be');
  await expect(new DiskBlobStore(folder).put('default', 'a', pieces('x'))).rejects.toThrow();
});
