import type { DriftReading, NewDriftMonitor } from '@tracewright/schema';

export interface StoredMonitor extends NewDriftMonitor {
  readonly workspaceId: string;
  readonly id: string;
  readonly problem: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Monitors of drift and what they have measured. Contract: `drift-monitor-store.contract.ts`. */
export interface DriftMonitorStore {
  create(workspaceId: string, id: string, monitor: NewDriftMonitor): Promise<StoredMonitor>;
  /**
   * What it has measured stays only where what it compares stays the same.
   *
   * @param seenMs when it was changed last, as far as the client knows
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `RESOURCE_CONFLICT` where it was changed since
   */
  replace(workspaceId: string, id: string, monitor: NewDriftMonitor, seenMs?: number): Promise<StoredMonitor>;
  /** With what it has measured. @throws ApiError as {@link replace} */
  remove(workspaceId: string, id: string, seenMs?: number): Promise<void>;
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredMonitor[]>;
  /** Of all workspaces. */
  due(nowMs: number, limit: number): Promise<readonly StoredMonitor[]>;
  /** When the next of all is due; undefined: there is none. */
  nextMs(): Promise<number | undefined>;
  /** @param reading undefined: it was not measured this time */
  record(workspaceId: string, id: string, nextMs: number, reading: DriftReading | undefined): Promise<void>;
  /** All are due so much sooner than was said, and no later than `latestMs`: the clock was set back. */
  bringForward(byMs: number, latestMs: number): Promise<void>;
  /** Why it could not be measured. */
  noteProblem(workspaceId: string, id: string, nextMs: number, problem: string): Promise<void>;
  /** The newest so many, oldest first. @param untilMs those up to then alone */
  readings(workspaceId: string, id: string, limit: number, untilMs?: number): Promise<readonly DriftReading[]>;
}
