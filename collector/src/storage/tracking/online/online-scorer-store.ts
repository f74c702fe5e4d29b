import type { NewOnlineScorer } from '@tracewright/schema';

/** A scorer that runs on traces as they come in. */
export interface StoredScorer extends NewOnlineScorer {
  readonly id: string;
  /** From 1. It grows when the name or the rule changes. */
  readonly version: number;
  /** Why it has paused itself; null: it has not. */
  readonly pausedReason: string | null;
  /** How many traces in a row it could not score. */
  readonly failuresInRow: number;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Counts of one scorer and one day, UTC. */
export interface ScorerDay {
  readonly day: string;
  readonly scored: number;
  readonly errors: number;
  readonly overBudget: number;
  readonly calls: number;
  readonly tokens: number;
  readonly costNanoUsd: number;
  readonly unpricedCalls: number;
  readonly numbers: number;
  readonly numberSum: number;
  readonly judged: number;
  readonly passed: number;
}

export interface ScorerFailure {
  readonly traceId: string;
  readonly code: string;
  readonly message: string | null;
  readonly atMs: number;
}

/** Which scorers there are. Contract: `online-store.contract.ts`. */
export interface OnlineScorerStore {
  create(workspaceId: string, id: string, scorer: NewOnlineScorer): Promise<StoredScorer>;
  /**
   * It goes on where it has paused itself. What waits for it stays where only filter, sampling, delay and budget change.
   *
   * @param seenMs when it was changed last, as far as the client knows
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `RESOURCE_CONFLICT` where it was changed since
   */
  replace(workspaceId: string, id: string, scorer: NewOnlineScorer, seenMs?: number): Promise<StoredScorer>;
  /** With all that waits for it; its scores stay. @throws ApiError as {@link replace} */
  remove(workspaceId: string, id: string, seenMs?: number): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  get(workspaceId: string, id: string): Promise<StoredScorer>;
  /** Undefined: there is none. */
  find(workspaceId: string, id: string): Promise<StoredScorer | undefined>;
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredScorer[]>;
  /** Workspaces that have any. */
  workspaces(): Promise<readonly string[]>;
  /** Stops a scorer that does not work, unless it has been changed since. */
  pause(workspaceId: string, id: string, version: number, reason: string): Promise<void>;
  /** Days from `since` (`2026-11-21`) on, oldest first, by scorer. */
  days(workspaceId: string, since: string): Promise<ReadonlyMap<string, readonly ScorerDay[]>>;
  /** The newest first. */
  failures(workspaceId: string, id: string, limit: number): Promise<readonly ScorerFailure[]>;
  /** How many traces wait, by scorer. */
  waiting(workspaceId: string): Promise<ReadonlyMap<string, number>>;
}
