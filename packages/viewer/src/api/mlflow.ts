import { getJson, sendJson } from './request.ts';

/** MLflow's interface as this collector answers it to pages: names and forms are MLflow's. Lists that are empty are left out. */
const BASE = '/ajax-api/2.0/mlflow';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface MlflowExperiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly lifecycle_stage: string;
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly creation_time: number;
  readonly last_update_time: number;
  readonly tags?: readonly KeyValue[];
}

export interface MlflowMetric {
  readonly key: string;
  /** `NaN`, `Infinity` and `-Infinity` are texts. */
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

export interface MlflowRun {
  readonly info: {
    readonly run_id: string;
    readonly run_name: string;
    readonly experiment_id: string;
    readonly user_id?: string;
    readonly status: string;
    readonly start_time: number;
    readonly end_time?: number | null;
    readonly lifecycle_stage: string;
  };
  readonly data: {
    /** The latest of each key. */
    readonly metrics?: readonly MlflowMetric[];
    readonly params?: readonly KeyValue[];
    readonly tags?: readonly KeyValue[];
  };
}

export interface MlflowArtifact {
  /** From the root of the run's artifacts. */
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

export interface MlflowModel {
  readonly name: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description?: string;
  readonly latest_versions?: readonly MlflowModelVersion[];
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
  readonly tags?: readonly KeyValue[];
}

export interface MlflowModelVersion {
  readonly name: string;
  readonly version: string;
  readonly creation_timestamp: number;
  readonly current_stage: string;
  readonly description?: string;
  readonly run_id?: string;
  readonly source?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly KeyValue[];
}

/** A page of what was searched for. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** The experiments that are not deleted, those changed last first. @throws ApiFailure */
export async function searchExperiments(limit: number): Promise<Found<MlflowExperiment>> {
  const asked = { max_results: limit, order_by: ['last_update_time DESC'] };
  const { experiments = [], next_page_token } = await sendJson<{
    readonly experiments?: readonly MlflowExperiment[];
    readonly next_page_token?: string;
  }>('POST', `${BASE}/experiments/search`, asked);
  return { items: experiments, hasMore: Boolean(next_page_token) };
}

/** @throws ApiFailure */
export async function getExperiment(id: string, abort?: AbortSignal): Promise<MlflowExperiment> {
  const query = new URLSearchParams({ experiment_id: id });
  return (await getJson<{ readonly experiment: MlflowExperiment }>(`${BASE}/experiments/get?${query}`, abort))
    .experiment;
}

/** The runs of an experiment that are not deleted, the newest first. @throws ApiFailure */
export async function searchRuns(experimentId: string, limit: number): Promise<Found<MlflowRun>> {
  const asked = { experiment_ids: [experimentId], max_results: limit, order_by: ['attributes.start_time DESC'] };
  const { runs = [], next_page_token } = await sendJson<{
    readonly runs?: readonly MlflowRun[];
    readonly next_page_token?: string;
  }>('POST', `${BASE}/runs/search`, asked);
  return { items: runs, hasMore: Boolean(next_page_token) };
}

/** @throws ApiFailure */
export async function getRun(id: string, abort?: AbortSignal): Promise<MlflowRun> {
  const query = new URLSearchParams({ run_id: id });
  return (await getJson<{ readonly run: MlflowRun }>(`${BASE}/runs/get?${query}`, abort)).run;
}

/** What lies in a folder of a run's artifacts. @param path '' for the root. @throws ApiFailure */
export async function listArtifacts(
  runId: string,
  path: string,
  abort?: AbortSignal,
): Promise<readonly MlflowArtifact[]> {
  const query = new URLSearchParams({ run_id: runId, path });
  const { files = [] } = await getJson<{ readonly files?: readonly MlflowArtifact[] }>(
    `${BASE}/artifacts/list?${query}`,
    abort,
  );
  return files;
}

/** Where a browser downloads a file of a run. */
export function artifactAddress(runId: string, path: string): string {
  return `${BASE}/get-artifact?${new URLSearchParams({ run_id: runId, path })}`;
}

/** Registered models by name. @throws ApiFailure */
export async function searchModels(limit: number, abort?: AbortSignal): Promise<Found<MlflowModel>> {
  const { registered_models = [], next_page_token } = await getJson<{
    readonly registered_models?: readonly MlflowModel[];
    readonly next_page_token?: string;
  }>(`${BASE}/registered-models/search?max_results=${limit}`, abort);
  return { items: registered_models, hasMore: Boolean(next_page_token) };
}

/** @throws ApiFailure */
export async function getModel(name: string, abort?: AbortSignal): Promise<MlflowModel> {
  const query = new URLSearchParams({ name });
  const answer = await getJson<{ readonly registered_model: MlflowModel }>(
    `${BASE}/registered-models/get?${query}`,
    abort,
  );
  return answer.registered_model;
}

/** The versions of a model, the newest first. @throws ApiFailure */
export async function searchVersions(
  name: string,
  limit: number,
  abort?: AbortSignal,
): Promise<Found<MlflowModelVersion>> {
  const query = new URLSearchParams({ filter: `name='${name.replaceAll("'", "''")}'`, max_results: String(limit) });
  query.append('order_by', 'version_number DESC');
  const { model_versions = [], next_page_token } = await getJson<{
    readonly model_versions?: readonly MlflowModelVersion[];
    readonly next_page_token?: string;
  }>(`${BASE}/model-versions/search?${query}`, abort);
  return { items: model_versions, hasMore: Boolean(next_page_token) };
}
