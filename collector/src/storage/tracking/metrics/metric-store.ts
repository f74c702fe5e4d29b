import type { PageKey } from '../keyset.ts';
import type { Page } from '../page.ts';
import type { MetricPoint } from './metric-point.ts';

export interface HistoryPage {
  /** Undefined: all of it. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly after?: PageKey | undefined;
}

/** A point of one of several runs. */
export interface RunPoint extends MetricPoint {
  readonly runId: string;
}

/** Which steps are wanted, both ends among them; by default all from 0 on. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Reads what runs have logged. Contract: `metric-store.contract.ts`. Runs that are not there have no points. */
export interface MetricStore {
  /** In the order of time, step and value; what was logged twice in all three is one point. */
  history(workspaceId: string, runId: string, key: string, page: HistoryPage): Promise<Page<MetricPoint>>;
  /** The first `limit` points of the runs in the order of their ids. */
  historyOfRuns(
    workspaceId: string,
    runIds: readonly string[],
    key: string,
    limit: number,
  ): Promise<readonly RunPoint[]>;
  /**
   * Points at no more than about `limit` steps of those that there are in any of the runs, evenly chosen; the first and
   * the last step of each run are always among them.
   */
  sample(
    workspaceId: string,
    runIds: readonly string[],
    key: string,
    options: { readonly limit: number; readonly steps: StepRange | undefined },
  ): Promise<readonly RunPoint[]>;
}
