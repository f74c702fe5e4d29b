import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { onTestFinished } from 'vitest';
import { spanDetail } from '../../normalise/span-detail.ts';
import { RunTotals } from '../../run-totals/run-totals.ts';
import { withRunTotals } from '../../run-totals/with-run-totals.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import { DiskBlobStore } from '../../storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from '../../storage/blobs/multipart-uploads.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import type { StoredSpan } from '../../storage/spans/span-store.ts';
import { openTrackingStores } from '../../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';
import { emptyFolder } from '../../testing/empty-folder.ts';
import { testApp } from '../../testing/test-app.ts';

/** What an answer says. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

export interface MlflowApp {
  readonly stores: TrackingStores;
  readonly blobs: BlobStore;
  /** Where they lie. */
  readonly folder: string;
  /** Who waits finds the clock further on, and whatever `whileWaiting` has done. */
  readonly clock: { nowMs: number; whileWaiting: () => Promise<void> };
  readonly get: (path: string, query?: Readonly<Record<string, string | readonly string[]>>) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
  /** Any other request; `path` from the root on. */
  readonly ask: (method: string, path: string, init?: RequestInit) => Promise<Answer>;
  /** The answer itself, for those that are no JSON. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
}

/**
 * MLflow's interface over stores in memory; paths are those behind `/api/2.0/mlflow/`.
 *
 * @param given.blobs Default: a folder of its own.
 */
export async function mlflowApp(given: { readonly blobs?: BlobStore } = {}): Promise<MlflowApp> {
  const clock = { nowMs: 1_767_225_600_000, whileWaiting: async () => {} };
  const stores = await openTrackingStores({ file: ':memory:', nowMs: () => clock.nowMs });
  onTestFinished(() => stores.close());
  const folder = join(emptyFolder(), 'blobs');
  const blobs = given.blobs ?? new DiskBlobStore(folder);
  const uploads = new MultipartUploads(blobs, () => 'upload-1');
  const wait = async (ms: number): Promise<void> => {
    clock.nowMs += ms;
    await clock.whileWaiting();
  };
  const mlflow = { stores, blobs, uploads, clock: { nowMs: () => clock.nowMs, wait } };
  const { notes, modelHistory } = stores;
  const pricer = createPricer();
  const spans = new MemorySpanStore();
  const totals = new RunTotals(spans, stores.runTotals, (error) => {
    throw error;
  });
  const api = {
    notes,
    modelHistory,
    spans,
    evaluations: withRunTotals(stores, totals),
    runs: { runs: stores.runs, blobs },
    datasets: { ...stores, versions: stores.datasetVersions },
    spanDetail: (span: StoredSpan) => spanDetail(span, pricer),
  };
  const app = testApp({ mlflow, api, border: { answers: stores.requestAnswers } });
  const ask: MlflowApp['ask'] = async (method, path, init) => {
    const response = await app.request(path, { method, ...init });
    return { status: response.status, body: await response.json() };
  };
  return {
    stores,
    blobs,
    folder,
    clock,
    get: (path, query = {}) => {
      const pairs = Object.entries(query).flatMap(([key, value]) =>
        (typeof value === 'string' ? [value] : value).map((one) => [key, one] as [string, string]),
      );
      return ask('GET', `/api/2.0/mlflow/${path}?${new URLSearchParams(pairs)}`);
    },
    post: (path, body) =>
      ask('POST', `/api/2.0/mlflow/${path}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    ask,
    fetch: async (path, init) => app.request(path, init),
  };
}
