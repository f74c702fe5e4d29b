import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pieces } from '../storage/blobs/blob-store.contract.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { store, testSpan, traceId } from '../testing/span.ts';
import { removeLostPayloads } from './remove-lost-payloads.ts';

const WEEK_MS = 7 * 86_400_000;
const HELLO_SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

async function opened() {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  const { notes, close } = await openTrackingStores({ file: ':memory:' });
  onTestFinished(close);
  const payloads = new TracePayloads(new DiskBlobStore(join(emptyFolder(), 'blobs')));
  for (const id of [traceId(1), traceId(2)]) await payloads.put('default', id, HELLO_SHA256, pieces('hello'));
  const traces = async () => {
    const found: string[] = [];
    for await (const each of payloads.traces('default')) found.push(each.traceId);
    return found;
  };
  const remove = (afterMs: number) =>
    removeLostPayloads('default', { spans, notes, payloads, nowMs: () => Date.now() + afterMs });
  return { notes, payloads, traces, remove };
}

test('contents whose traces have not come within a week go, the others stay', async () => {
  const { payloads, traces, remove } = await opened();
  expect(await remove(0)).toBe(0);
  expect(await traces()).toHaveLength(2);
  expect(await remove(2 * WEEK_MS)).toBe(1);
  expect(await traces()).toEqual([traceId(1)]);
  expect(await payloads.read('default', HELLO_SHA256)).toBeDefined();
});

test('contents of traces that another process has deleted go at once, unless the trace has come again', async () => {
  const { notes, traces, remove } = await opened();
  await notes.deleteTraces('default', [traceId(1), traceId(2)]);
  expect(await remove(0)).toBe(1);
  expect(await traces()).toEqual([traceId(1)]);
});
