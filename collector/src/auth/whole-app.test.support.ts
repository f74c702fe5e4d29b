import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import type { BorderRules } from '../border/border.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from '../storage/blobs/multipart-uploads.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { testApp } from '../testing/test-app.ts';

/** An app with every route that there is, over stores in memory and an empty folder. */
export async function wholeApp(
  border: Partial<BorderRules> = {},
): Promise<{ readonly app: Hono<AppEnv>; readonly stores: TrackingStores }> {
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => 1_767_225_600_000 });
  onTestFinished(() => stores.close());
  const viewerDir = emptyFolder();
  writeFileSync(join(viewerDir, 'index.html'), '<!doctype html>');
  const blobs = new DiskBlobStore(join(viewerDir, 'blobs'));
  const uploads = new MultipartUploads(blobs, () => 'upload-1');
  const app = testApp({
    border,
    api: {
      notes: stores.notes,
      modelHistory: stores.modelHistory,
      evaluations: stores,
      runs: { runs: stores.runs, blobs },
      datasets: { ...stores, versions: stores.datasetVersions },
      payloads: new TracePayloads(blobs),
    },
    mlflow: { stores, blobs, uploads, clock: { nowMs: () => 1_767_225_600_000, wait: async () => {} } },
    viewerDir,
  });
  return { app, stores };
}
