import type { TagOfTrace } from '../trace-notes/trace-note-store.ts';

/** How a whole trace ended, in MLflow's words. */
export type TraceState = 'STATE_UNSPECIFIED' | 'OK' | 'ERROR' | 'IN_PROGRESS';

/** What a client says about a whole trace, beside its spans. */
export interface TraceInfo {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly experimentId: string;
  /** Milliseconds since the Unix epoch. */
  readonly requestMs: number;
  /** Null: unknown as yet. */
  readonly durationMs: number | null;
  /** Null: what the spans say. */
  readonly state: TraceState | null;
  /** What the app calls the request. */
  readonly clientRequestId: string | null;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  /** False until spans of it are known to be stored. */
  readonly hasSpans: boolean;
}

/**
 * What is said about whole traces, from outside and once, unlike tags, which change, and the runs that they belong to.
 * A trace may be known here before its first span comes. Contract: `trace-info-store.contract.ts`.
 */
export interface TraceInfoStore {
  /** Replaces the info; metadata and tags are added to what is there. */
  putInfo(
    workspaceId: string,
    info: TraceInfo,
    added: {
      readonly metadata?: Readonly<Record<string, string>>;
      readonly tags?: Readonly<Record<string, string>>;
    },
  ): Promise<void>;
  /** Of each trace that has one. */
  getInfos(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, TraceInfo>>;
  /** Of each trace that has any. */
  getMetadata(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Traces whose spans nobody has seen yet, newest first, at most 1,000: they are rare, and short-lived. */
  infosWithoutSpans(workspaceId: string): Promise<readonly TraceInfo[]>;
  markSpansSeen(workspaceId: string, traceIds: readonly string[]): Promise<void>;

  /** Every trace with this key, or with this value of it. */
  tracesWithMetadata(workspaceId: string, key: string, value?: string): Promise<readonly TagOfTrace[]>;
  /** Every trace that was given an id by its client, or that one. */
  tracesOfClientRequest(workspaceId: string, clientRequestId?: string): Promise<readonly TagOfTrace[]>;
  /** Every trace whose client says another state than its spans. */
  tracesWithOwnState(workspaceId: string): Promise<readonly TagOfTrace[]>;

  /** Traces that are linked already stay so. */
  linkRun(workspaceId: string, runId: string, traceIds: readonly string[]): Promise<void>;
  /** Every trace that is linked to a run, or to this one; `value` is the run. */
  linkedTraces(workspaceId: string, runId?: string): Promise<readonly TagOfTrace[]>;
}
