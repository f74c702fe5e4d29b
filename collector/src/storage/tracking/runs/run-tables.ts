import type { Lifecycle } from '../experiments/experiment-store.ts';
import type { RunStatus } from './run-store.ts';

export interface RunTables {
  readonly runs: RunRow;
  readonly run_params: RunPairRow;
  readonly run_tags: RunPairRow;
  readonly run_datasets: RunDatasetRow;
  readonly run_models: RunModelRow;
}

export interface RunRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly experiment: number;
  /** The tag `mlflow.runName` says the same. */
  readonly name: string;
  readonly user_id: string;
  readonly status: RunStatus;
  readonly lifecycle: Lifecycle;
  readonly artifact_uri: string;
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly deleted_ms: number | null;
}

interface RunPairRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly key: string;
  readonly value: string;
}

export interface RunDatasetRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly name: string;
  readonly digest: string;
  /** Its tag `mlflow.data.context`. */
  readonly context: string | null;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  /** JSON: pairs of key and value. */
  readonly tags: string;
  /** Order in which they were logged. */
  readonly place: number;
}

export interface RunModelRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly direction: 'in' | 'out';
  readonly model_id: string;
  /** 0 for models that went in. */
  readonly step: number;
  readonly place: number;
}
