import type { OnlineRouteDeps } from '../routes/api/online.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';

/** What the routes of online scoring need, for tests that let nothing be scored. */
export function unaskedOnline(stores: TrackingStores, spans: SpanStore, nowMs: () => number): OnlineRouteDeps {
  const unasked = () => Promise.reject(new Error('nothing is scored here'));
  return {
    ...{ spans, scorers: stores.onlineScorers, work: stores.onlineWork, experiments: stores.experiments },
    ...{ notes: stores.notes, thread: { score: unasked }, ingest: { submit: unasked }, resolveExperiment: unasked },
    ...{ nowMs, report: () => {}, keys: [], newId: () => 'scorer' },
  };
}
