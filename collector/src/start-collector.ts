import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPricer } from '@tracewright/pricing';
import type { Nanos } from '@tracewright/schema';
import { createApp } from './app.ts';
import type { SocketBindings } from './app-env.ts';
import { authorizeEveryone, DEFAULT_WORKSPACE_ID } from './authorize.ts';
import { authorizeKey } from './authorize-key.ts';
import { Closers } from './closers.ts';
import { idleCollector } from './collect-garbage-when-idle.ts';
import type { Config } from './config.ts';
import { createIngest } from './ingest/create-ingest.ts';
import type { ResolveExperiment } from './ingest/ingest.ts';
import { storingEvaluations } from './ingest/store-evaluations.ts';
import { listen } from './listen.ts';
import { ChangeFeed } from './live/change-feed.ts';
import { IngestMeter } from './metrics/ingest-meter.ts';
import { spanDetail } from './normalise/span-detail.ts';
import { readPriceFile } from './price-file.ts';
import { applyRetention } from './retention/apply-retention.ts';
import { applyRunRetention } from './retention/apply-run-retention.ts';
import { removeLostPayloads } from './retention/remove-lost-payloads.ts';
import { RetentionTimer } from './retention/retention-timer.ts';
import { withTraceFiles } from './retention/with-trace-files.ts';
import { isArtifactUpload } from './routes/mlflow/is-artifact-upload.ts';
import { RunTotals } from './run-totals/run-totals.ts';
import { withRunTotals } from './run-totals/with-run-totals.ts';
import { MultipartUploads } from './storage/blobs/multipart-uploads.ts';
import { openBlobStore } from './storage/blobs/open-blob-store.ts';
import { TracePayloads } from './storage/blobs/trace-payloads.ts';
import type { StoredSpan } from './storage/spans/span-store.ts';
import { openSpanQueries } from './storage/spans/sqlite/span-queries.ts';
import { startTextThread } from './storage/spans/sqlite/text/text-thread.ts';
import { openStores } from './storage/tracking/open-stores.ts';
import { viewerDir } from './viewer-dir.ts';

/** A collector that listens. */
export interface Collector {
  /** Such as `http://127.0.0.1:4318`; where it listens on all addresses, the one for this machine. */
  readonly url: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Resolves if nothing can be stored any more; until then it is pending. The collector still answers readers. */
  readonly failure: Promise<Error>;
  /** Answers what is under way, commits it, and gives up the port and the data folder. Once is enough. */
  close(): Promise<void>;
}

/** How long requests under way may take once the collector closes. */
const DRAIN_MS = 3_000;
/** Uploads in several parts may go on after a restart, but not for ever. */
const LOST_UPLOAD_MS = 86_400_000;

/**
 * Opens the stores and listens. Whatever was opened is closed again if a later step fails.
 *
 * @param log Told of each failure that is a bug, one text each.
 * @throws StartError or StoreError with a sentence for whoever started it.
 */
export async function startCollector(config: Config, log: (text: string) => void): Promise<Collector> {
  const opened = new Closers();
  const failure = Promise.withResolvers<Error>();
  try {
    const prices = readPriceFile(config.pricesFile);
    const dataDir = resolve(config.dataDir);
    const spansFile = join(dataDir, 'spans.db');
    // First of all: a port that is taken leaves no trace in the folder.
    let answer = starting;
    const idle = idleCollector();
    opened.add(() => idle.stop());
    idle.postpone();
    const asked: typeof answer = (request, socket) => {
      idle.postpone();
      return answer(request, socket);
    };
    const listening = await listen(asked, config.host, config.port, { isUpload: isArtifactUpload });
    opened.add(() => listening.close(DRAIN_MS));
    const resolveExperiment: ResolveExperiment = (name, workspaceId) => tracking.experiments.resolve(workspaceId, name);
    // Before the other stores, since it takes the one place for writing: nothing is touched where another has it.
    const ingest = await createIngest({
      file: spansFile,
      prices,
      resolveExperiment,
      report: (error) => log(`The writer: ${error.stack}`),
      onFatal: failure.resolve,
    });
    opened.add(() => ingest.close());
    // Their thread loads while the other stores are opened.
    const spansOpening = openSpanQueries({ file: spansFile });
    spansOpening.catch(() => {});
    opened.add(async () => (await spansOpening.catch(() => undefined))?.close());
    const blobs = await openBlobStore({ ...config, dataDir });
    const payloads = new TracePayloads(blobs);
    const tracking = withTraceFiles(await openStores({ dataDir, trackingUrl: config.trackingUrl }), {
      blobs,
      payloads,
    });
    opened.add(() => tracking.close());
    // Once more, so that it closes before: what is committed last may still name a new experiment.
    opened.add(() => ingest.close());
    const uploads = new MultipartUploads(blobs, randomUUID);
    await blobs.removeUnfinished().catch((error) => log(`What broke off could not be removed: ${String(error)}`));
    const spans = await spansOpening;
    // Once more, so that it closes before what it was opened beside.
    opened.add(() => spans.close());
    const texts = startTextThread({ file: spansFile }, (error) => log(`The index of texts: ${error.stack}`));
    opened.add(() => texts.close());
    const { maxAgeMs, maxStoreBytes: maxBytes } = config;
    const traceRules = { workspaceId: DEFAULT_WORKSPACE_ID, maxAgeMs, maxBytes };
    const retention = new RetentionTimer(
      [
        () => applyRetention(traceRules, { spans, notes: tracking.notes, nowNs }),
        () => removeLostPayloads(DEFAULT_WORKSPACE_ID, { spans, notes: tracking.notes, payloads, nowMs: Date.now }),
        () => uploads.removeUnfinished(DEFAULT_WORKSPACE_ID, Date.now() - LOST_UPLOAD_MS),
        () => applyRunRetention(DEFAULT_WORKSPACE_ID, config.runRules, { stores: tracking, blobs, nowMs: Date.now }),
      ],
      (error) => log(`What is old could not be taken out: ${String(error)}`),
    );
    opened.add(() => retention.stop());
    const pricer = createPricer(prices);
    const feed = new ChangeFeed(spans);
    const version = ownVersion();
    const detailOf = (span: StoredSpan) => spanDetail(span, pricer);
    const counted = IngestMeter.around(storingEvaluations(ingest, tracking.notes, nowNs));
    const totals = new RunTotals(spans, tracking.runTotals, (error) =>
      log(`What runs add up to could not be brought up to date: ${String(error)}`),
    );
    const stores = withRunTotals(tracking, totals);
    const app = createApp({
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
      textLag: texts.lag,
      otlp: {
        ingest: counted.ingest,
        resolveExperiment,
        hasExperiment: async (id, workspaceId) => (await tracking.experiments.getById(workspaceId, id)) !== undefined,
        maxBodyBytes: config.maxBodyBytes,
      },
      viewerDir: viewerDir(),
      version,
      reportError: (error, request) =>
        log(`${request} failed: ${error instanceof Error ? error.stack : String(error)}`),
    });
    answer = app.fetch;
    // Once more, so that it closes first.
    opened.add(() => listening.close(DRAIN_MS));
    // Before that: who listens for changes would stay until he is cut off.
    opened.add(() => feed.close());
    return { url: listening.url, port: listening.port, dataDir, failure: failure.promise, close: () => opened.close() };
  } catch (error) {
    // The reason is what the caller can act on; what else fails on the way out follows from it.
    await opened.close().catch((failure: unknown) => log(String(failure)));
    throw error;
  }
}

/** Senders come again; it takes less than a second. */
function starting(_request: Request, _socket: SocketBindings): Response | Promise<Response> {
  return new Response('The collector is starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}

function nowNs(): Nanos {
  return (BigInt(Date.now()) * 1_000_000n) as Nanos;
}

/** From the manifest, which lies one folder above source and build alike. */
function ownVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
