import type { RunTrace } from '../../spans/span-store.ts';

/**
 * What the traces of runs add up to, kept as metrics of the runs: `prompt_tokens`, `completion_tokens`,
 * `total_cost_usd` and `llm_calls` are sums, `latency_ms` is the mean length of a trace. What no trace says has no metric.
 * A metric of such a name that the run itself has logged stays as it is. Where some calls have no price, the run's tag
 * `tracewright.total_cost.is_partial` says so. A trace counts for the run that its spans name and for each that it was
 * linked to.
 *
 * Contract: `run-total-store.contract.ts`.
 */
export interface RunTotalStore {
  /** How far the traces of a workspace have been taken in; 0 at first. */
  cursor(workspaceId: string): Promise<number>;
  /** Takes in how traces are now. @param cursor How far they have been taken in with these; default: as far as before. */
  take(workspaceId: string, traces: readonly RunTrace[], cursor?: number): Promise<void>;
  /** Takes traces out of what their runs add up to. */
  forget(workspaceId: string, traceIds: readonly string[]): Promise<void>;
  /** Whether any trace has been linked to a run. */
  hasLinks(workspaceId: string): Promise<boolean>;
  /** Those of these traces that have been linked to runs. */
  linkedAmong(workspaceId: string, traceIds: readonly string[]): Promise<readonly string[]>;
}
