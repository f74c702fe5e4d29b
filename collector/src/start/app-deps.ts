import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createPricer, type PriceOverride } from '@tracewright/pricing';
import { AccessCache } from '../access/access-cache.ts';
import { withAccess } from '../access/access-context.ts';
import { guardedStores } from '../access/guarded-stores.ts';
import { knownExperiments } from '../access/known-experiments.ts';
import { seenExperiments } from '../access/seen-experiments.ts';
import type { AppDeps } from '../app.ts';
import type { Auth } from '../auth/auth.ts';
import type { Config } from '../config.ts';
import { storingEvaluations } from '../ingest/store-evaluations.ts';
import type { ChangeFeed } from '../live/change-feed.ts';
import { IngestMeter } from '../metrics/ingest-meter.ts';
import { driftFigure } from '../monitors/drift-figure.ts';
import { spanDetail } from '../normalise/span-detail.ts';
import { ownVersion } from '../own-version.ts';
import { redactingStores } from '../redact/redacting-stores.ts';
import { RunTotals } from '../run-totals/run-totals.ts';
import { withRunTotals } from '../run-totals/with-run-totals.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';
import { noted } from '../storage/tracking/request-answers/repeated-request.ts';
import { viewerDir } from '../viewer-dir.ts';
import { nowNs } from './now-ns.ts';
import type { OpenedOnline } from './open-online.ts';
import type { Storage } from './open-storage.ts';
import type { StartedEraser } from './start-eraser.ts';
import { teamDeps } from './team-deps.ts';

export interface AppParts {
  readonly config: Config;
  readonly prices: readonly PriceOverride[];
  readonly storage: Storage;
  readonly auth: Auth;
  readonly feed: ChangeFeed;
  /** Undefined: what is asked to be erased waits for another collector. */
  readonly eraser?: Pick<StartedEraser, 'wake'>;
  /** Undefined: no scorers run on what comes in. */
  readonly online?: OpenedOnline;
  readonly log: (text: string) => void;
}

/** What the routes are answered from, put together from the opened stores. */
export function appDeps({ config, prices, storage, auth, eraser, feed, online, log }: AppParts): AppDeps {
  const { tracking, blobs, payloads, uploads } = storage;
  const pricer = createPricer(prices);
  const version = ownVersion();
  const detailOf = (span: StoredSpan) => spanDetail(span, pricer);
  const counted = IngestMeter.around(storingEvaluations(storage.ingest, tracking.notes, nowNs));
  const totals = new RunTotals(storage.spans, tracking.runTotals, (error) =>
    log(`What runs add up to could not be brought up to date: ${String(error)}`),
  );
  const access = new AccessCache({
    permissions: tracking.permissions,
    defaultPermission: config.defaultPermission,
  });
  // From here on routes see the stores through what their requests are allowed.
  const seen = guardedStores(
    {
      spans: storage.spans,
      tracking: redactingStores(withRunTotals(online?.tracking ?? tracking, totals), storage.redaction),
      ...{ ingest: counted.ingest, blobs, payloads, uploads },
    },
    access,
  );
  const { tracking: stores, spans } = seen;
  const sent = seenExperiments(
    knownExperiments(tracking.experiments, () => performance.now()),
    access.permissions,
  );
  const team = teamDeps(storage, { areReadsNoted: config.areReadsAudited, nowMs: Date.now, wake: eraser?.wake });
  return {
    border: {
      authorize: auth.authorize,
      arePagesPublic: async () => (await auth.mode()) === 'users',
      trustedProxies: config.auth.trustedProxies,
      meter: auth.meter,
      answers: tracking.requestAnswers,
      listenHost: config.host,
      allowedHosts: config.allowedHosts,
      allowedOrigins: config.allowedOrigins,
      enter: async (principal, answer) => withAccess(await access.of(principal), answer),
      audit: team.note,
    },
    api: {
      auth,
      spans,
      notes: stores.notes,
      modelHistory: stores.modelHistory,
      evaluations: stores,
      experiments: stores.experiments,
      runs: { runs: stores.runs, blobs: seen.blobs },
      datasets: { ...stores, versions: stores.datasetVersions },
      payloads: seen.payloads,
      audit: team.audit,
      workspaces: team.workspaces,
      permissions: { permissions: access.permissions, access, stores },
      privacy: team.privacy,
      redaction: team.redaction,
      // What it is asked about is what the request may see; what it stores is the collector's own.
      ...(online && {
        online: {
          ...{ ...online.scoring, spans, notes: stores.notes, scorers: stores.onlineScorers },
          ...{ keys: config.outgoing.keys, newId: () => noted(randomUUID) },
        },
        monitors: {
          ...online.drift,
          spans,
          notes: stores.notes,
          monitors: stores.driftMonitors,
          newId: () => noted(randomUUID),
        },
        alerts: {
          ...online.alerts,
          alerts: stores.alerts,
          metrics: {
            ...{ ...online.alerts.metrics, spans, notes: stores.notes, experiments: stores.experiments },
            scorers: stores.onlineScorers,
            drift: (workspaceId, monitorId, measure, atMs) =>
              driftFigure(stores.driftMonitors, { workspaceId, monitorId, measure }, atMs),
          },
        },
      }),
      spanDetail: detailOf,
      clock: { newId: () => noted(randomUUID), nowNs: () => noted(nowNs) },
      feed,
      setup: {
        version,
        isKeyRequired: async () => (await auth.mode()) !== 'open',
        maxAgeMs: config.maxAgeMs,
        maxStoreBytes: config.maxStoreBytes,
        maxBodyBytes: config.maxBodyBytes,
        priceOverrides: prices,
        pricer,
      },
    },
    mlflow: {
      stores,
      blobs: seen.blobs,
      uploads: seen.uploads,
      traces: { spans, spanDetail: detailOf, ingest: seen.ingest, newId: () => noted(randomUUID) },
      users: { auth, permissions: access.permissions, access },
      workspaces: team.workspaces,
      clock: { nowMs: () => noted(Date.now), wait: (ms) => wait(ms) },
    },
    meter: counted.meter,
    textLag: storage.textLag,
    otlp: {
      ingest: seen.ingest,
      resolveExperiment: (name, workspaceId) => sent.resolve(workspaceId, name),
      hasExperiment: async (id, workspaceId) => (await sent.getById(workspaceId, id)) !== undefined,
      maxBodyBytes: config.maxBodyBytes,
    },
    viewerDir: viewerDir(),
    version,
    reportError: (error, request) => log(`${request} failed: ${error instanceof Error ? error.stack : String(error)}`),
  };
}
