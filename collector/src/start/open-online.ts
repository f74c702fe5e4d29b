import { randomUUID } from 'node:crypto';
import type { PriceOverride } from '@tracewright/pricing';
import { type AlertDeps, watchAlerts } from '../alerts/watch-alerts.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config.ts';
import type { Lease } from '../leases/lease.ts';
import { driftFigure } from '../monitors/drift-figure.ts';
import { type DriftDeps, watchDrift } from '../monitors/watch-drift.ts';
import type { OnlineDeps } from '../online/online-deps.ts';
import { scoreOnline } from '../online/online-scoring.ts';
import { OnlineThread } from '../online/thread/online-thread.ts';
import { allowedTargets } from '../outgoing/allowed-targets.ts';
import { guardedOutgoing } from '../outgoing/send-outgoing.ts';
import { overriding } from '../overriding.ts';
import { Sleeper } from '../sleeper.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { waking } from '../waking.ts';
import type { Storage } from './open-storage.ts';

/** How long after the death of the collector that scores another one does so, ms. */
const TTL_MS = 60_000;

export interface OnlineSetup {
  readonly config: Pick<Config, 'outgoing'>;
  readonly prices: readonly PriceOverride[];
  readonly storage: Storage;
  readonly log: (text: string) => void;
}

/** What scores, measures and watches what comes in, for the routes that ask about it. */
export interface OpenedOnline {
  readonly scoring: OnlineDeps;
  readonly drift: DriftDeps;
  readonly alerts: AlertDeps;
  /** The same stores, which wake what works with them once something is changed there. */
  readonly tracking: TrackingStores;
}

/** Lets scorers, monitors and alerts run on what comes in, in one of all collectors on these stores. The thread starts with the first trace. */
export function openOnline({ config, prices, storage, log }: OnlineSetup, opened: Closers): OpenedOnline {
  const { spans, tracking, ingest, leases, resolveExperiment } = storage;
  const report = (what: string) => (error: unknown) =>
    log(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
  const thread = new OnlineThread({ prices, outgoing: config.outgoing });
  const scoring: OnlineDeps = {
    spans,
    scorers: tracking.onlineScorers,
    work: tracking.onlineWork,
    assessments: tracking.assessments,
    experiments: tracking.experiments,
    notes: tracking.notes,
    thread,
    ingest,
    resolveExperiment,
    nowMs: Date.now,
    report: report('Scoring of traces'),
  };
  const drift: DriftDeps = {
    ...{ spans, notes: tracking.notes, experiments: tracking.experiments, thread, nowMs: Date.now },
    monitors: tracking.driftMonitors,
    report: report('Drift of traces'),
  };
  const alerts: AlertDeps = {
    alerts: tracking.alerts,
    metrics: {
      ...{ spans, notes: tracking.notes, experiments: tracking.experiments, nowMs: Date.now },
      scorers: tracking.onlineScorers,
      drift: (workspaceId, monitorId, measure, atMs) =>
        driftFigure(tracking.driftMonitors, { workspaceId, monitorId, measure }, atMs),
    },
    webhooks: {
      send: guardedOutgoing(allowedTargets(config.outgoing.allow)),
      keys: config.outgoing.keys,
      env: process.env,
    },
    newId: randomUUID,
    nowMs: Date.now,
    report: report('Alerts'),
  };
  const sleepers = { scoring: new Sleeper(), drift: new Sleeper(), alerts: new Sleeper() };
  const works = ({ signal }: Lease) =>
    Promise.all([
      scoreOnline(scoring, sleepers.scoring, signal),
      watchDrift(drift, sleepers.drift, signal),
      watchAlerts(alerts, sleepers.alerts, signal),
    ]);
  // One lease for all of it: to renew one is a commit.
  opened.add(leases.stand('watching', async (lease) => void (await works(lease)), { ttlMs: TTL_MS }));
  // Before that: what is under way in it is done again by whoever goes on.
  opened.add(() => thread.close());
  const awake = {
    onlineScorers: waking(tracking.onlineScorers, ['create', 'replace'], sleepers.scoring),
    driftMonitors: waking(tracking.driftMonitors, ['create', 'replace'], sleepers.drift),
    alerts: waking(tracking.alerts, ['create', 'replace', 'silence', 'addEvent'], sleepers.alerts),
  };
  return { scoring, drift, alerts, tracking: overriding(tracking, awake) };
}
