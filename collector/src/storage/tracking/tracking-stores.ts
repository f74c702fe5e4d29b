import type { AssessmentStore } from './assessments/assessment-store.ts';
import { SqlAssessmentStore } from './assessments/sql-assessment-store.ts';
import type { ExperimentStore } from './experiments/experiment-store.ts';
import { SqlExperimentStore } from './experiments/sql-experiment-store.ts';
import { SqlTraceInfoStore } from './trace-infos/sql-trace-info-store.ts';
import type { TraceInfoStore } from './trace-infos/trace-info-store.ts';
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
  readonly traceInfos: TraceInfoStore;
  readonly assessments: AssessmentStore;
  close(): Promise<void>;
}

/** The stores over a database whose tables are up to date. */
export function sqlTrackingStores(database: TrackingDatabase): TrackingStores {
  return {
    experiments: new SqlExperimentStore(database),
    notes: new SqlTraceNoteStore(database),
    traceInfos: new SqlTraceInfoStore(database),
    assessments: new SqlAssessmentStore(database),
    close: () => database.close(),
  };
}
