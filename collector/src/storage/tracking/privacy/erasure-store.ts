import type { Erasure, ErasureCounts } from '@tracewright/schema';

/** What somebody has asked to be deleted. */
export interface StoredErasure
  extends Pick<Erasure, 'id' | 'of' | 'state' | 'isDryRun' | 'requestedBy' | 'counts' | 'leftOver' | 'error'> {
  readonly workspaceId: string;
  /** Whom it is about; undefined once it is done. */
  readonly subject: string | undefined;
  /** Keyed digest of the same, which stays. */
  readonly digest: string;
  /** Milliseconds since the Unix epoch. */
  readonly requestedMs: number;
  readonly finishedMs: number | undefined;
  /** What arrives until then goes as well. */
  readonly watchedUntilMs: number | undefined;
}

export interface NewErasure extends Pick<StoredErasure, 'of' | 'isDryRun' | 'requestedBy' | 'digest'> {
  readonly subject: string;
  readonly watchedUntilMs: number | undefined;
}

/** Contract: `privacy-stores.contract.ts`. */
export interface ErasureStore {
  add(workspaceId: string, erasure: NewErasure): Promise<StoredErasure>;
  get(workspaceId: string, id: string): Promise<StoredErasure | undefined>;
  /** The last first. */
  list(workspaceId: string, limit: number): Promise<readonly StoredErasure[]>;
  /** Of all workspaces: those that are not done, the first first. */
  unfinished(): Promise<readonly StoredErasure[]>;
  /** Of all workspaces: those that are done and watched for what arrives late. */
  watched(nowMs: number): Promise<readonly StoredErasure[]>;
  /** Notes how far it has come; what it was about is forgotten once it is `done`. */
  note(
    erasure: StoredErasure,
    change: Partial<Pick<StoredErasure, 'state' | 'counts' | 'leftOver' | 'error'>>,
  ): Promise<void>;
  /** Remembers traces that go, before they do: what comes of them afterwards goes as well. */
  addTraces(erasure: StoredErasure, traceIds: readonly string[]): Promise<void>;
  /** Those that were remembered for it. */
  traces(erasure: StoredErasure): Promise<readonly string[]>;
  /** Those of them that were deleted for an erasure that is still watched, and which one. */
  erasureOf(workspaceId: string, traceIds: readonly string[], nowMs: number): Promise<ReadonlyMap<string, string>>;
  /** Forgets traces of erasures that are no longer watched. */
  forgetTraces(nowMs: number): Promise<void>;
  /** Up to where the changes of a workspace were looked through for what arrived late; undefined: nowhere. */
  cursor(workspaceId: string): Promise<number | undefined>;
  setCursor(workspaceId: string, cursor: number): Promise<void>;
}

export const NO_COUNTS: ErasureCounts = {
  ...{ traces: 0, spans: 0, assessments: 0, traceTags: 0, evaluationRows: 0 },
  ...{
    datasetRecords: 0,
    payloads: 0,
    runLinks: 0,
    runs: 0,
    artifacts: 0,
    tableRows: 0,
    lateTraces: 0,
    auditMentions: 0,
  },
};
