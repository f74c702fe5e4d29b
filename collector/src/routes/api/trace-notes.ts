import type { Feedback } from '@tracewright/schema';

/** What people and judges add to traces after they were stored: tags that may change, and feedback. */
export interface TraceNotes {
  /** Tags of each trace that has any. */
  getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void>;
  /** @returns whether the tag was there. */
  deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean>;
  addFeedback(workspaceId: string, feedback: Feedback): Promise<void>;
  /** Oldest first. */
  listFeedback(workspaceId: string, traceId: string): Promise<readonly Feedback[]>;
  /** Forgets everything about these traces; unknown ids are ignored. */
  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void>;
}
