import type { PriceOverride } from '@tracewright/pricing';
import type { Closers } from '../closers.ts';
import type { Config } from '../config.ts';
import type { OnlineDeps } from '../online/online-deps.ts';
import { scoreOnline } from '../online/online-scoring.ts';
import { OnlineThread } from '../online/thread/online-thread.ts';
import type { Storage } from './open-storage.ts';

/** How long after the death of the collector that scores another one does so, ms. */
const TTL_MS = 30_000;

export interface OnlineSetup {
  readonly config: Pick<Config, 'outgoing'>;
  readonly prices: readonly PriceOverride[];
  readonly storage: Storage;
  readonly log: (text: string) => void;
}

/** Lets scorers run on what comes in, in one of all collectors on these stores. The thread starts with the first trace. */
export function openOnline({ config, prices, storage, log }: OnlineSetup, opened: Closers): OnlineDeps {
  const { spans, tracking, ingest, leases, resolveExperiment } = storage;
  const thread = new OnlineThread({ prices, outgoing: config.outgoing });
  const deps: OnlineDeps = {
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
    report: (error) => log(`Scoring of traces: ${error instanceof Error ? error.stack : String(error)}`),
  };
  const stop = leases.stand('online', ({ signal }) => scoreOnline(deps, signal), { ttlMs: TTL_MS });
  opened.add(stop);
  // Before that: what is under way in it is done again by whoever goes on.
  opened.add(() => thread.close());
  return deps;
}
