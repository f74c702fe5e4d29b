import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createPricer, type PriceOverride } from '@tracewright/pricing';
import type { AppDeps } from '../app.ts';
import { authorizeEveryone } from '../authorize.ts';
import { authorizeKey } from '../authorize-key.ts';
import type { Config } from '../config.ts';
import { storingEvaluations } from '../ingest/store-evaluations.ts';
import type { ChangeFeed } from '../live/change-feed.ts';
import { IngestMeter } from '../metrics/ingest-meter.ts';
import { spanDetail } from '../normalise/span-detail.ts';
import { ownVersion } from '../own-version.ts';
import { RunTotals } from '../run-totals/run-totals.ts';
import { withRunTotals } from '../run-totals/with-run-totals.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';
import { viewerDir } from '../viewer-dir.ts';
import { nowNs } from './now-ns.ts';
import type { Storage } from './open-storage.ts';

export interface AppParts {
  readonly config: Config;
  readonly prices: readonly PriceOverride[];
  readonly storage: Storage;
  readonly feed: ChangeFeed;
  readonly log: (text: string) => void;
}

/** What the routes are answered from, put together from the opened stores. */
export function appDeps({ config, prices, storage, feed, log }: AppParts): AppDeps {
  const { spans, tracking, blobs, payloads, uploads, resolveExperiment } = storage;
  const pricer = createPricer(prices);
  const version = ownVersion();
  const detailOf = (span: StoredSpan) => spanDetail(span, pricer);
  const counted = IngestMeter.around(storingEvaluations(storage.ingest, tracking.notes, nowNs));
  const totals = new RunTotals(spans, tracking.runTotals, (error) =>
    log(`What runs add up to could not be brought up to date: ${String(error)}`),
  );
  const stores = withRunTotals(tracking, totals);
  return {
    border: {
      authorize: config.apiKey === undefined ? authorizeEveryone() : authorizeKey(config.apiKey),
      listenHost: config.host,
      allowedHosts: config.allowedHosts,
      allowedOrigins: config.allowedOrigins,
    },
    api: {
      spans,
      notes: stores.notes,
      modelHistory: tracking.modelHistory,
      evaluations: stores,
      runs: { runs: stores.runs, blobs },
      datasets: { ...stores, versions: stores.datasetVersions },
      payloads,
      spanDetail: detailOf,
      clock: { newId: randomUUID, nowNs },
      feed,
      setup: {
        version,
        isKeyRequired: config.apiKey !== undefined,
        maxAgeMs: config.maxAgeMs,
        maxStoreBytes: config.maxStoreBytes,
        maxBodyBytes: config.maxBodyBytes,
        priceOverrides: prices,
        pricer,
      },
    },
    mlflow: {
      stores,
      blobs,
      uploads,
      traces: { spans, spanDetail: detailOf, ingest: counted.ingest, newId: randomUUID },
      clock: { nowMs: Date.now, wait: (ms) => wait(ms) },
    },
    meter: counted.meter,
    textLag: storage.textLag,
    otlp: {
      ingest: counted.ingest,
      resolveExperiment,
      hasExperiment: async (id, workspaceId) => (await tracking.experiments.getById(workspaceId, id)) !== undefined,
      maxBodyBytes: config.maxBodyBytes,
    },
    viewerDir: viewerDir(),
    version,
    reportError: (error, request) => log(`${request} failed: ${error instanceof Error ? error.stack : String(error)}`),
  };
}
