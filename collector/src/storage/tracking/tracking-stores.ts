import type { ExperimentStore } from './experiments/experiment-store.ts';
import { SqlExperimentStore } from './experiments/sql-experiment-store.ts';
import { SqlTraceNoteStore } from './trace-notes/sql-trace-note-store.ts';
import type { TraceNoteStore } from './trace-notes/trace-note-store.ts';
import type { TrackingDatabase } from './tracking-database.ts';

/**
 * Everything that people name, add and change, in contrast to the spans, which stand as they were sent. One small store
 * for each subject, all over one database; every adapter passes the contract of each.
 */
export interface TrackingStores {
  readonly experiments: ExperimentStore;
  readonly notes: TraceNoteStore;
  close(): Promise<void>;
}

/** The stores over a database whose tables are up to date. */
export function sqlTrackingStores(database: TrackingDatabase): TrackingStores {
  return {
    experiments: new SqlExperimentStore(database),
    notes: new SqlTraceNoteStore(database),
    close: () => database.close(),
  };
}
