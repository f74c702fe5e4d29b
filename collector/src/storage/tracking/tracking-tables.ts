import type { ExperimentTables } from './experiments/experiment-tables.ts';
import type { TraceInfoTables } from './trace-infos/trace-info-tables.ts';
import type { TraceNoteTables } from './trace-notes/trace-note-tables.ts';

/** Rows as every SQL adapter keeps them. Every key begins with the workspace. */
export interface TrackingTables extends ExperimentTables, TraceNoteTables, TraceInfoTables {}
