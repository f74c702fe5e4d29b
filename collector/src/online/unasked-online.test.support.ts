import type { AlertRouteDeps } from '../routes/api/alerts.ts';
import type { MonitorRouteDeps } from '../routes/api/monitors.ts';
import type { OnlineRouteDeps } from '../routes/api/online.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('nothing is asked here'));

/** What the routes of online scoring need, for tests that let nothing be scored. */
export function unaskedOnline(stores: TrackingStores, spans: SpanStore, nowMs: () => number): OnlineRouteDeps {
  return {
    ...{ spans, scorers: stores.onlineScorers, work: stores.onlineWork, experiments: stores.experiments },
    ...{ notes: stores.notes, thread: { score: unasked }, ingest: { submit: unasked }, resolveExperiment: unasked },
    ...{ nowMs, report: () => {}, keys: [], newId: () => 'scorer' },
  };
}

/** The same of drift. */
export function unaskedMonitors(stores: TrackingStores, spans: SpanStore, nowMs: () => number): MonitorRouteDeps {
  return {
    ...{ spans, notes: stores.notes, experiments: stores.experiments, thread: { compare: unasked } },
    ...{ monitors: stores.driftMonitors, nowMs, newId: () => 'monitor' },
  };
}

/** The same of alerts. */
export function unaskedAlerts(stores: TrackingStores, spans: SpanStore, nowMs: () => number): AlertRouteDeps {
  const { notes, experiments, onlineScorers: scorers } = stores;
  return {
    alerts: stores.alerts,
    metrics: { ...{ spans, notes, experiments, scorers, nowMs }, drift: async () => undefined },
    webhooks: { send: unasked, keys: [], env: {} },
    ...{ newId: () => 'alert', nowMs, report: () => {} },
  };
}
