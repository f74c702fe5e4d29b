import type { TraceNoteStore } from '../../storage/tracking/trace-notes/trace-note-store.ts';

/** What people and judges add to traces after they were stored: the part of that store which these routes use. */
export type TraceNotes = Omit<TraceNoteStore, 'getDeletions' | 'changeTraceTag'>;
