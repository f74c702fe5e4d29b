import type { Lifecycle } from '../experiments/experiment-store.ts';
import type { LoggedModelMetric } from '../logged-models/logged-model-store.ts';
import type { LatestMetric, MetricPoint } from '../metrics/metric-point.ts';
import type { Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** One execution of something that is tracked. */
export interface RunInfo {
  /** 32 hex digits. */
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly userId: string;
  readonly status: RunStatus;
  readonly lifecycle: Lifecycle;
  readonly artifactUri: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly endMs: number | undefined;
}

/** A run with all that was logged of it. */
export interface Run extends RunInfo {
  readonly metrics: readonly LatestMetric[];
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly datasets: readonly RunDataset[];
  readonly modelInputs: readonly string[];
  readonly modelOutputs: readonly ModelOutput[];
}

export interface NewRun {
  readonly experimentId: string;
  readonly name: string;
  readonly userId: string;
  /** Undefined: now. */
  readonly startMs: number | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

export interface RunChange {
  readonly status?: RunStatus | undefined;
  /** Undefined: now, if the status says that it has ended. */
  readonly endMs?: number | undefined;
  readonly name?: string | undefined;
}

/** Data that a run has used. */
export interface RunDataset {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | undefined;
  readonly profile: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

/** Data that runs of an experiment have used, whichever of them. */
export interface UsedDataset {
  readonly experimentId: string;
  readonly name: string;
  readonly digest: string;
  /** What for, such as `training`; undefined: nobody has said. */
  readonly context: string | undefined;
}

export interface ModelOutput {
  readonly modelId: string;
  readonly step: number;
}

/** What is logged of a run at once. */
export interface RunLog {
  readonly metrics?: readonly MetricPoint[];
  /** Those of `metrics` that were measured of a model. */
  readonly modelMetrics?: readonly LoggedModelMetric[];
  readonly params?: ReadonlyMap<string, string>;
  readonly tags?: ReadonlyMap<string, string>;
}

export interface RunSearch extends SearchPage {
  /** None: nothing is found. */
  readonly experimentIds: readonly string[];
  /** Undefined: of any. */
  readonly lifecycle: Lifecycle | undefined;
}

/** Which runs are meant, in whatever order. */
export type RunQuestion = Pick<RunSearch, 'experimentIds' | 'lifecycle' | 'conditions'>;

/**
 * Contract: `run-store.contract.ts`. Unknown runs are ApiError `RESOURCE_DOES_NOT_EXIST`, and to change a deleted one is
 * `INVALID_PARAMETER_VALUE`.
 */
export interface RunStore {
  /** It is RUNNING. @throws ApiError of `experiments` if its experiment is not there or deleted. */
  create(workspaceId: string, run: NewRun): Promise<Run>;
  get(workspaceId: string, id: string): Promise<Run>;
  getInfo(workspaceId: string, id: string): Promise<RunInfo>;
  /** A name changes the tag `mlflow.runName`, too. */
  update(workspaceId: string, id: string, change: RunChange): Promise<RunInfo>;
  /** Deletes it, or takes that back; nothing happens if it is so already. */
  setLifecycle(workspaceId: string, id: string, lifecycle: Lifecycle): Promise<void>;
  /**
   * All or nothing. The tag `mlflow.runName` changes the name, too.
   *
   * @throws ApiError `INVALID_PARAMETER_VALUE` if a parameter has another value already.
   */
  log(workspaceId: string, id: string, log: RunLog): Promise<void>;
  /** Sets a tag to what `change` makes of its value, with nobody writing in between. */
  changeTag(workspaceId: string, id: string, key: string, change: (value: string | undefined) => string): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also if there is no such tag. */
  deleteTag(workspaceId: string, id: string, key: string): Promise<void>;
  /** What is noted already stays as it is. */
  addInputs(
    workspaceId: string,
    id: string,
    datasets: readonly RunDataset[],
    modelIds: readonly string[],
  ): Promise<void>;
  addOutputs(workspaceId: string, id: string, models: readonly ModelOutput[]): Promise<void>;
  search(workspaceId: string, search: RunSearch): Promise<Page<Run>>;
  /** How many a search would find in all. */
  count(workspaceId: string, search: RunQuestion): Promise<number>;
  /** Each dataset once for what it was used for, by experiment, name and digest, `limit` of them at most. */
  usedDatasets(workspaceId: string, experimentIds: readonly string[], limit: number): Promise<readonly UsedDataset[]>;
}
