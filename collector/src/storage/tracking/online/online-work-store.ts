/** A trace that a scorer is to look at. */
export interface WaitingTrace {
  readonly scorerId: string;
  readonly traceId: string;
  /** When it began to wait, ms since the Unix epoch. */
  readonly sinceMs: number;
  /** How often it was tried. */
  readonly attempts: number;
}

export interface NewWaiting {
  readonly scorerId: string;
  readonly version: number;
  readonly traceId: string;
  readonly dueMs: number;
}

/** What came of one trace and one version of a scorer. */
export type ScoringOutcome =
  | {
      readonly type: 'scored';
      /** Undefined where the score is no number. */
      readonly number: number | undefined;
      readonly passed: boolean | null;
    }
  | { readonly type: 'error'; readonly code: string; readonly message: string | null }
  | { readonly type: 'overBudget' };

/** What was used beside what was reserved. */
export interface UsedUp {
  /** Calls of models beyond the one that was reserved. */
  readonly moreCalls: number;
  readonly tokens: number;
  readonly costNanoUsd: number;
  readonly unpricedCalls: number;
}

export interface DailyLimit {
  readonly calls: number | null;
  readonly nanoUsd: number | null;
}

/** A way through stored traces, the newest start first. */
export interface Backfill {
  readonly id: string;
  readonly scorerId: string;
  readonly filter: string;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** Undefined: it begins. */
  readonly after: { readonly startNs: bigint; readonly traceId: string } | undefined;
}

/** What scorers have to do, and what came of it. Contract: `online-store.contract.ts`. */
export interface OnlineWorkStore {
  /** How far the changes of traces were followed; undefined: never. */
  cursor(workspaceId: string): Promise<number | undefined>;
  /**
   * Puts traces on the list and moves the cursor, together. What waits already waits until the later time; what this version has
   * scored already is left out.
   */
  enqueue(workspaceId: string, traces: readonly NewWaiting[], cursor?: number): Promise<void>;
  /** Of these scorers; what waits for one that is off or paused is not in the way of others. */
  waitingCount(workspaceId: string, scorerIds: readonly string[]): Promise<number>;
  /** What is due, the longest due first, of these scorers. */
  due(
    workspaceId: string,
    scorerIds: readonly string[],
    nowMs: number,
    limit: number,
  ): Promise<readonly WaitingTrace[]>;
  /** What waits, of all workspaces, is due so much sooner than was said, and no later than `latestMs`: the clock was set back. */
  bringForward(byMs: number, latestMs: number): Promise<void>;
  /** Looks at it again later. @param isAttempt whether it was tried */
  postpone(workspaceId: string, trace: WaitingTrace, dueMs: number, isAttempt: boolean): Promise<void>;
  /** Takes traces that are not meant off the list. */
  drop(workspaceId: string, scorerId: string, traceIds: readonly string[]): Promise<void>;
  /** Counts one call of a model under a limit, before it is made. @returns false where the limit is reached: nothing is counted. */
  reserveCall(workspaceId: string, scorerId: string, day: string, limit: DailyLimit): Promise<boolean>;
  /** Gives back a call that was not made. */
  releaseCall(workspaceId: string, scorerId: string, day: string): Promise<void>;
  /** Counts what was used where nothing has come of it yet. */
  addUsage(
    workspaceId: string,
    place: { readonly scorerId: string; readonly day: string },
    used: UsedUp,
  ): Promise<void>;
  /**
   * Says what came of a trace, once: takes it off the list, counts it, and keeps count of failures in a row.
   *
   * @returns how many failures in a row there are then; 0 where this version had said something of the trace before
   */
  finish(
    workspaceId: string,
    done: { readonly scorerId: string; readonly version: number; readonly traceId: string; readonly day: string },
    outcome: ScoringOutcome,
    used: UsedUp,
  ): Promise<number>;
  addBackfill(workspaceId: string, backfill: Backfill): Promise<void>;
  backfills(workspaceId: string): Promise<readonly Backfill[]>;
  /** @param after undefined: it is done */
  moveBackfill(workspaceId: string, id: string, after: Backfill['after']): Promise<void>;
  /** Takes out what has come of traces before. A trace that has its score is not scored again. */
  prune(workspaceId: string, olderThanMs: number): Promise<void>;
}
