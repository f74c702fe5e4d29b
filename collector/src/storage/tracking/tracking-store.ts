import type { Feedback, FeedbackChange, FeedbackValue, Nanos } from '@tracewright/schema';

/** What experiment tracking groups traces and runs by. */
export interface Experiment {
  /** Decimal; `0` is Default. */
  readonly id: string;
  /** Unique within the workspace, deleted experiments included. */
  readonly name: string;
  readonly lifecycle: 'active' | 'deleted';
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** One trace's value of a tag. */
export interface TagOfTrace {
  readonly traceId: string;
  readonly value: string;
}

/** What feedback says, without who said why. */
export interface Judgement {
  readonly traceId: string;
  readonly name: string;
  readonly value: FeedbackValue;
  readonly sourceKind: Feedback['source']['kind'];
}

/**
 * Where everything is kept that people name, add and change, in contrast to the spans, which stand as they were sent.
 * Every adapter passes the same contract test, `tracking-store.contract.ts`.
 */
export interface TrackingStore {
  /**
   * Id of the experiment of that name, which is created if there is none.
   *
   * @throws ApiError `INVALID_PARAMETER_VALUE` if the name is empty or longer than 500 characters.
   */
  resolveExperiment(workspaceId: string, name: string): Promise<string>;
  getExperimentByName(workspaceId: string, name: string): Promise<Experiment | undefined>;
  getExperimentById(workspaceId: string, id: string): Promise<Experiment | undefined>;
  /** Every experiment, Default among them, oldest first. */
  listExperiments(workspaceId: string): Promise<readonly Experiment[]>;

  /** Tags of each trace that has any. */
  getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Replaces the value that the key may have. */
  setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void>;
  /** @returns whether the tag was there. */
  deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean>;

  /** @throws ApiError `RESOURCE_ALREADY_EXISTS` if the id is taken. */
  addFeedback(workspaceId: string, feedback: Feedback): Promise<void>;
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

  /** Every trace that has this tag. */
  tracesWithTag(workspaceId: string, key: string): Promise<readonly TagOfTrace[]>;
  /** All judgements of this name, or of every name, oldest first. */
  judgements(workspaceId: string, name?: string): Promise<readonly Judgement[]>;

  /** Forgets tags and feedback of traces and notes when they were deleted; unknown ids are noted all the same. */
  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void>;
  /** When traces were deleted, ms since the Unix epoch; those that never were are left out. */
  getDeletions(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  close(): Promise<void>;
}
