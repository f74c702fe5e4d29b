import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pieces } from '../storage/blobs/blob-store.contract.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { withTraceFiles } from './with-trace-files.ts';

const [GONE, LEFT] = ['a'.repeat(32), 'b'.repeat(32)];

test('a trace that is deleted takes its attachments along, and no others', async () => {
  const blobs = new DiskBlobStore(join(emptyFolder(), 'blobs'));
  const files = { blobs, payloads: new TracePayloads(blobs) };
  const stores = withTraceFiles(await openTrackingStores({ file: ':memory:' }), files);
  onTestFinished(() => stores.close());
  for (const traceId of [GONE, LEFT]) {
    const said = { durationMs: null, state: null, clientRequestId: null, requestPreview: null, responsePreview: null };
    await stores.traceInfos.putInfo(
      'default',
      { traceId, experimentId: '3', requestMs: 1, hasSpans: false, ...said },
      { metadata: { k: 'v' } },
    );
    await blobs.put('default', `3/traces/tr-${traceId}/artifacts/attachments/image.png`, pieces('x'));
  }

  await stores.notes.deleteTraces('default', [GONE, 'c'.repeat(32)]);

  expect((await blobs.list('default', '3/traces')).map(({ path }) => path)).toEqual([`3/traces/tr-${LEFT}`]);
  expect((await stores.traceInfos.getInfos('default', [GONE, LEFT])).has(LEFT)).toBe(true);
});
