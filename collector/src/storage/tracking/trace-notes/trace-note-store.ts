import type { Feedback, FeedbackChange, FeedbackValue, Nanos } from '@tracewright/schema';

/** One trace's value of a tag. */
export interface TagOfTrace {
  readonly traceId: string;
  readonly value: string;
}

export interface NewTraceTag {
  readonly traceId: string;
  readonly key: string;
  readonly value: string;
}

/** What feedback says, without who said why. */
export interface Judgement {
  readonly traceId: string;
  readonly name: string;
  readonly value: FeedbackValue;
  readonly sourceKind: Feedback['source']['kind'];
}

/** What a whole trace may be said to belong to. */
export type SaidField = 'run' | 'session' | 'user';

/** What people and judges add to traces after they were stored. Contract: `trace-note-store.contract.ts`. */
export interface TraceNoteStore {
  /** Tags of each trace that has any. */
  getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Replaces the value that the key may have. */
  setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void>;
  /** The same of many, all or none. */
  setTraceTags(workspaceId: string, tags: readonly NewTraceTag[]): Promise<void>;
  /** Makes a value of the one that the key has, '' for none, which nobody else changes meanwhile. */
  changeTraceTag(workspaceId: string, traceId: string, key: string, change: (value: string) => string): Promise<void>;
  /** @returns whether the tag was there. */
  deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean>;

  /** @throws ApiError `RESOURCE_ALREADY_EXISTS` if the id is taken. */
  addFeedback(workspaceId: string, feedback: Feedback): Promise<void>;
  /** All feedback on these traces, of each the oldest first. */
  feedbackOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Feedback[]>;
  /** Oldest first. */
  listFeedback(workspaceId: string, traceId: string): Promise<readonly Feedback[]>;
  /** @returns the feedback as it is then, undefined if the trace has none of that id. */
  updateFeedback(
    workspaceId: string,
    traceId: string,
    id: string,
    change: FeedbackChange,
    nowNs: Nanos,
  ): Promise<Feedback | undefined>;
  /** @returns whether it was there. */
  deleteFeedback(workspaceId: string, traceId: string, id: string): Promise<boolean>;

  /**
   * Traces of which a client has said, beside their spans, what they belong to: with that value of the field, or any.
   * A trace may belong to several runs.
   */
  tracesSaid(workspaceId: string, field: SaidField, value?: string): Promise<readonly TagOfTrace[]>;
  /** Every trace that has this tag. */
  tracesWithTag(workspaceId: string, key: string): Promise<readonly TagOfTrace[]>;
  /** All judgements of this name, or of every name, oldest first. */
  judgements(workspaceId: string, name?: string): Promise<readonly Judgement[]>;
  /** All judgements on these traces, oldest first. */
  judgementsOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Judgement[]>;

  /** Forgets tags and feedback of traces and notes when they were deleted; unknown ids are noted all the same. */
  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void>;
  /** When traces were deleted, ms since the Unix epoch; those that never were are left out. */
  getDeletions(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
