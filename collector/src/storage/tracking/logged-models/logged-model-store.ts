import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import type { PageKey } from '../keyset.ts';
import type { Page } from '../page.ts';

export type LoggedModelStatus = 'UNSPECIFIED' | 'PENDING' | 'READY' | 'FAILED';

/** A model that a run has made, or that was brought from elsewhere. Texts that were not given are ''. */
export interface LoggedModel {
  /** `m-` and 32 hex digits. */
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  /** Address of its files. */
  readonly artifactLocation: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly status: LoggedModelStatus;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
  readonly metrics: readonly LoggedModelMetric[];
}

export interface NewLoggedModel {
  readonly experimentId: string;
  readonly name: string;
  /** Under which it gets a folder of its own. */
  readonly experimentLocation: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
}

/** What was measured of a model, and on which data. */
export interface LoggedModelMetric {
  readonly modelId: string;
  readonly key: string;
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number;
  readonly runId: string;
  readonly datasetName: string;
  readonly datasetDigest: string;
}

/** Data that metrics were measured on; without a digest, every state of it. */
export interface MeasuredOn {
  readonly datasetName: string;
  readonly datasetDigest?: string | undefined;
}

export interface LoggedModelOrder {
  /** An attribute, or the key of a metric. */
  readonly kind: 'attribute' | 'metric';
  readonly key: string;
  readonly isDescending: boolean;
  /** Of metrics: what they were measured on. */
  readonly on?: MeasuredOn | undefined;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  readonly conditions: readonly EntityCondition[];
  /** What metrics in the conditions were measured on, or any metrics if there are none; empty: on anything. */
  readonly datasets: readonly MeasuredOn[];
  /** Empty: newest first. What has no value comes last in both directions. */
  readonly order: readonly LoggedModelOrder[];
  readonly limit: number;
  readonly after?: PageKey | undefined;
}

/** Unknown models are ApiError `RESOURCE_DOES_NOT_EXIST`. Those that are deleted can still be changed. */
export interface LoggedModelStore {
  /** It is PENDING. */
  create(workspaceId: string, model: NewLoggedModel): Promise<LoggedModel>;
  /** @param allowsDeleted finds it also if it is deleted */
  get(workspaceId: string, id: string, allowsDeleted?: boolean): Promise<LoggedModel>;
  finalize(workspaceId: string, id: string, status: LoggedModelStatus): Promise<LoggedModel>;
  /** Out of sight, but still there. */
  delete(workspaceId: string, id: string): Promise<void>;
  /** @throws ApiError `INVALID_PARAMETER_VALUE` if a parameter has another value already. */
  addParams(workspaceId: string, id: string, params: ReadonlyMap<string, string>): Promise<void>;
  setTags(workspaceId: string, id: string, tags: ReadonlyMap<string, string>): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also if there is no such tag. */
  deleteTag(workspaceId: string, id: string, key: string): Promise<void>;
  /** Adds a version of a registered model that was made from it to its tag `mlflow.modelVersions`. */
  noteVersion(
    workspaceId: string,
    id: string,
    version: { readonly name: string; readonly version: number },
  ): Promise<void>;
  /** Notes what was measured; a metric of the same key, time, step and run is replaced. Unknown models are left out. */
  addMetrics(workspaceId: string, metrics: readonly LoggedModelMetric[]): Promise<void>;
  search(workspaceId: string, search: LoggedModelSearch): Promise<Page<LoggedModel>>;
}
