import type { TrackingStore } from '../../storage/tracking/tracking-store.ts';

/** What people and judges add to traces after they were stored: the part of the tracking store that these routes use. */
export type TraceNotes = Pick<
  TrackingStore,
  | 'getTraceTags'
  | 'setTraceTag'
  | 'deleteTraceTag'
  | 'addFeedback'
  | 'listFeedback'
  | 'updateFeedback'
  | 'deleteFeedback'
  | 'tracesWithTag'
  | 'judgements'
  | 'deleteTraces'
>;
