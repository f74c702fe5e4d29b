import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../testing/empty-folder.ts';
import { pieces } from './blob-store.contract.ts';
import { DiskBlobStore } from './disk/disk-blob-store.ts';
import { TracePayloads } from './trace-payloads.ts';

const HASH = createHash('sha256').update('a long prompt').digest('hex');
const [A, B] = ['a'.repeat(32), 'b'.repeat(32)];

function opened() {
  const blobs = new DiskBlobStore(join(emptyFolder(), 'blobs'));
  const payloads = new TracePayloads(blobs);
  const put = (traceId: string) => payloads.put('default', traceId, HASH, pieces('a long ', 'prompt'));
  const text = async () => new Response((await payloads.read('default', HASH))?.stream).text();
  return { blobs, payloads, put, text };
}

test('a content is kept once for all traces that have it, and goes with the last of them', async () => {
  const { blobs, payloads, put, text } = opened();
  expect([await put(A), await put(B), await put(B)]).toEqual([13, 13, 13]);
  await payloads.deleteTraces('default', [A, 'c'.repeat(32)]);
  expect(await text()).toBe('a long prompt');
  await payloads.deleteTraces('default', [B]);
  expect(await payloads.read('default', HASH)).toBeUndefined();
  expect(await blobs.list('.payloads-default', '')).toEqual([]);
});

test('nothing is kept of a content with another hash', async () => {
  const { blobs, payloads } = opened();
  await expect(payloads.put('default', A, HASH, pieces('another'))).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  });
  expect(await blobs.list('.payloads-default', '')).toEqual([]);
});

test('what comes again while its last trace is deleted is there afterwards', async () => {
  const { payloads, put, text } = opened();
  for (let round = 0; round < 5; round++) {
    await put(A);
    await Promise.all([payloads.deleteTraces('default', [A]), put(B)]);
    expect(await text()).toBe('a long prompt');
    await payloads.deleteTraces('default', [B]);
  }
});

test('what comes for a trace while it is deleted stays known to be its own', async () => {
  const { blobs, payloads, put } = opened();
  const sha256 = createHash('sha256').update('another').digest('hex');
  await put(A);
  const list = blobs.list.bind(blobs);
  blobs.list = async (workspaceId, folder) => {
    const found = await list(workspaceId, folder);
    if (folder !== `traces/${A}`) return found;
    blobs.list = list;
    await payloads.put('default', A, sha256, pieces('another'));
    return found;
  };
  await payloads.deleteTraces('default', [A]);
  expect(await payloads.read('default', sha256)).toBeDefined();
  await payloads.deleteTraces('default', [A]);
  expect(await list('.payloads-default', '')).toEqual([]);
});

test('what is there already is not stored again, and yet has to be what it is said to be', async () => {
  const { blobs, payloads, put, text } = opened();
  await put(A);
  const copies = await blobs.list('.payloads-default', `contents/${HASH}`);
  expect(await put(B)).toBe(13);
  expect(await blobs.list('.payloads-default', `contents/${HASH}`)).toEqual(copies);
  await expect(payloads.put('default', 'c'.repeat(32), HASH, pieces('another'))).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  });
  await payloads.deleteTraces('default', [A]);
  expect(await text()).toBe('a long prompt');
  await payloads.deleteTraces('default', [B]);
  expect(await blobs.list('.payloads-default', '')).toEqual([]);
});

test('contents that were kept before there could be several copies are read, and go with their last trace', async () => {
  const { blobs, payloads, text } = opened();
  const space = '.payloads-default';
  await blobs.put(space, `content/${HASH}`, pieces('a long prompt'));
  for (const traceId of [A, B]) {
    await blobs.put(space, `uses/${HASH}/${traceId}`, pieces());
    await blobs.put(space, `traces/${traceId}/${HASH}`, pieces());
  }
  await payloads.deleteTraces('default', [A]);
  expect(await text()).toBe('a long prompt');
  await payloads.deleteTraces('default', [B]);
  expect(await blobs.list(space, '')).toEqual([]);
});

test('other workspaces see nothing of it', async () => {
  const { payloads, put } = opened();
  await put(A);
  expect(await payloads.read('other', HASH)).toBeUndefined();
  await payloads.deleteTraces('other', [A]);
  expect(await payloads.read('default', HASH)).toBeDefined();
});
