import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pieces, textAt } from '../storage/blobs/blob-store.contract.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { MigrationState } from './migration-state.ts';
import { syncFiles } from './sync-files.ts';

function opened() {
  const folder = emptyFolder();
  const [source, target] = ['source', 'target'].map((name) => new DiskBlobStore(join(folder, name)));
  const state = new MigrationState(join(folder, 'migration.db'), 'to there');
  onTestFinished(() => state.close());
  const look = () => syncFiles('default', { source: source!, target: target!, state });
  return { source: source!, target: target!, look };
}

test('files are copied with their folders, and a second look finds nothing to do', async () => {
  const { source, target, look } = opened();
  for (const path of ['1/r/model/weights', '1/r/a.txt', 'größe']) await source.put('default', path, pieces(path));
  const first = await look();
  expect(first).toMatchObject({ files: 3, bytes: 33, written: 3, deleted: 0 });
  expect(await textAt(target, '1/r/model/weights')).toBe('1/r/model/weights');
  expect(await look()).toEqual({ ...first, written: 0 });
});

test('what was put, replaced and deleted meanwhile is caught up', async () => {
  const { source, target, look } = opened();
  for (const path of ['a', 'b', 'c']) await source.put('default', path, pieces('old'));
  await look();
  await source.put('default', 'b', pieces('newer'));
  await source.put('default', 'd', pieces('new'));
  await source.delete('default', 'c');
  expect(await look()).toMatchObject({ files: 3, written: 2, deleted: 1 });
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((path) => textAt(target, path)))).toEqual([
    ...['old', 'newer', undefined, 'new'],
  ]);
});

test('what is gone from the target is copied again, and what does not belong there goes', async () => {
  const { source, target, look } = opened();
  for (const path of ['a', 'b']) await source.put('default', path, pieces(path));
  const { sha256 } = await look();
  await target.delete('default', 'a');
  await target.put('default', 'other', pieces('x'));
  expect(await look()).toMatchObject({ files: 2, written: 1, deleted: 1, sha256 });
  expect(await textAt(target, 'a')).toBe('a');
});

test('a file that comes back otherwise than it was written ends the migration', async () => {
  const { source, target, look } = opened();
  await source.put('default', 'a', pieces('content'));
  const put = target.put.bind(target);
  target.put = (workspaceId, path) => put(workspaceId, path, pieces('contents'));
  await expect(look()).rejects.toThrow('came back otherwise than it was written');
  target.put = put;
  expect(await look()).toMatchObject({ files: 1, written: 1 });
});
