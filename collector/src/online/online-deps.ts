import type { Nanos } from '@tracewright/schema';
import type { Notes } from '../filter/resolve-notes.ts';
import type { Ingest, ResolveExperiment } from '../ingest/ingest.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { TraceScoring } from './thread/online-thread.ts';

/** What scoring of traces as they come is done with. */
export interface OnlineDeps {
  readonly spans: Pick<SpanStore, 'changes' | 'lastChange' | 'listTraces' | 'getSpans' | 'getSpansById'>;
  readonly scorers: TrackingStores['onlineScorers'];
  readonly work: TrackingStores['onlineWork'];
  readonly assessments: Pick<TrackingStores['assessments'], 'create' | 'get'>;
  readonly experiments: Pick<TrackingStores['experiments'], 'getByName'>;
  readonly notes: Notes;
  readonly thread: TraceScoring;
  readonly ingest: Pick<Ingest, 'submit'>;
  readonly resolveExperiment: ResolveExperiment;
  readonly nowMs: () => number;
  /** Told of what is a fault of ours. */
  readonly report: (error: unknown) => void;
}

/** The time as filters count from it. */
export function nowNsOf({ nowMs }: Pick<OnlineDeps, 'nowMs'>): Nanos {
  return (BigInt(Math.round(nowMs())) * 1_000_000n) as Nanos;
}
