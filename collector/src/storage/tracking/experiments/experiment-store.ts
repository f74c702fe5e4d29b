import type { EntityCondition, EntityOrder } from '../../../filter/entities/entity-table.ts';
import type { PageKey } from '../keyset.ts';
import type { Page } from '../page.ts';

export type Lifecycle = 'active' | 'deleted';

/** What experiment tracking groups traces and runs by. */
export interface Experiment {
  /** Decimal; `0` is Default. */
  readonly id: string;
  /** Unique within the workspace, deleted experiments included. */
  readonly name: string;
  readonly lifecycle: Lifecycle;
  /** Where artifacts of its runs go, each in a folder of its own. */
  readonly artifactLocation: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewExperiment {
  readonly name: string;
  /** Undefined: `mlflow-artifacts:/` and the id. */
  readonly artifactLocation?: string;
  readonly tags?: ReadonlyMap<string, string>;
}

export interface ExperimentQuery {
  /** Undefined: of any. */
  readonly lifecycle?: Lifecycle;
  readonly conditions: readonly EntityCondition[];
  /** Empty: newest first. */
  readonly order: readonly EntityOrder[];
  /** At least 1. */
  readonly limit: number;
  /** `next` of the page before, of the same query. */
  readonly after?: PageKey;
}

/** Contract: `experiment-store.contract.ts`. */
export interface ExperimentStore {
  /**
   * Id of the experiment of that name, which is created if there is none.
   *
   * @throws ApiError `INVALID_PARAMETER_VALUE` if the name is empty or longer than 500 characters.
   */
  resolve(workspaceId: string, name: string): Promise<string>;
  /**
   * @returns its id
   * @throws ApiError `RESOURCE_ALREADY_EXISTS` if the name is taken, by a deleted experiment, too;
   *   `INVALID_PARAMETER_VALUE` as {@link resolve}.
   */
  create(workspaceId: string, experiment: NewExperiment): Promise<string>;
  getByName(workspaceId: string, name: string): Promise<Experiment | undefined>;
  getById(workspaceId: string, id: string): Promise<Experiment | undefined>;
  /** Every experiment, Default among them, oldest first. */
  list(workspaceId: string): Promise<readonly Experiment[]>;
  search(workspaceId: string, query: ExperimentQuery): Promise<Page<Experiment>>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `INVALID_STATE` if deleted; as {@link create} for the name. */
  rename(workspaceId: string, id: string, name: string): Promise<void>;
  /** Deletes it with its runs, or takes that back. @throws ApiError `RESOURCE_DOES_NOT_EXIST` if it is so already. */
  setLifecycle(workspaceId: string, id: string, lifecycle: Lifecycle): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `INVALID_PARAMETER_VALUE` if deleted. */
  setTag(workspaceId: string, id: string, key: string, value: string): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also if the tag is not there; `INVALID_PARAMETER_VALUE` if deleted. */
  deleteTag(workspaceId: string, id: string, key: string): Promise<void>;
}
